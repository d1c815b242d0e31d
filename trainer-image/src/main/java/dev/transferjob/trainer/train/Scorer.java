package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.metrics.Evaluator;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/** Measures a network on examples. */
public final class Scorer {
  private final Torch torch;
  private final int classes;
  private final int batchSize;

  public Scorer(Torch torch, int classes, int batchSize) {
    this.torch = torch;
    this.classes = classes;
    this.batchSize = batchSize;
  }

  /**
   * Scores all examples.
   *
   * @param logits inputs to [n, classes]
   * @param afterBatch is told each batch's size; may throw to stop
   */
  public Evaluation score(
      Examples examples, UnaryOperator<NDArray> logits, IntConsumer afterBatch) {
    var evaluator = new Evaluator(classes, examples.size());
    try (TensorBatches batches = examples.evaluation(batchSize)) {
      while (batches.hasNext()) {
        try (NDManager scope = torch.newScope()) {
          TensorBatch batch = batches.next(scope);
          try (NDArray output = logits.apply(batch.inputs())) {
            batches.prefetch();
            evaluator.add(output.toFloatArray(), batch.classes());
          }
          afterBatch.accept(batch.size());
        }
      }
    }
    return evaluator.result();
  }
}
