package dev.transferjob.trainer.train;

import ai.djl.ndarray.NDArray;
import dev.transferjob.trainer.metrics.Evaluation;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/** Measures after an epoch, while progress is told and the signal to stop is heard. */
public final class PhaseScorer {
  private final Scorer scorer;
  private final IntConsumer afterBatch;

  PhaseScorer(Scorer scorer, IntConsumer afterBatch) {
    this.scorer = scorer;
    this.afterBatch = afterBatch;
  }

  /** Scores all examples; {@code logits} turns inputs into [n, classes]. */
  public Evaluation of(Examples examples, UnaryOperator<NDArray> logits) {
    return scorer.score(examples, logits, afterBatch);
  }

  /** Hears the signal to stop, and throws then; for what is measured otherwise. */
  public void listen() {
    afterBatch.accept(0);
  }
}
