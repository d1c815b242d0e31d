package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.TensorBatches;
import java.util.Arrays;

/**
 * Scores features by {@link LogMe}. They are seen batch by batch and only their second moments are
 * kept, in double precision.
 */
public final class FeatureScore implements AutoCloseable {
  private static final int BATCH = 1024;

  /** Eigenvalues below this part of the largest are rounding. */
  private static final double ROUNDING = 1e-12;

  private final Torch torch;
  private final TorchModule kernel;

  public FeatureScore(Torch torch) {
    this.torch = torch;
    this.kernel =
        torch.load(
            new ScriptModule("FeatureScore")
                .methods(
                    """
                    def moments(self, f: Tensor) -> Tensor:
                      f = torch.to(f, 7)
                      return torch.matmul(torch.t(f), f)
                    def sums(self, f: Tensor, labels: Tensor, classes: int) -> Tensor:
                      sums = torch.zeros([classes, torch.size(f, 1)], dtype=7, device=f.device)
                      return torch.index_add(sums, 0, labels, torch.to(f, 7))
                    def eigen(self, moments: Tensor) -> List[Tensor]:
                      values, vectors = torch.linalg_eigh(moments)
                      return [values, vectors]
                    def project(self, sums: Tensor, vectors: Tensor) -> Tensor:
                      return torch.matmul(sums, vectors)
                    """));
  }

  /** LogME of what a network makes of samples; the features are cached for its training. */
  public double of(Workshop workshop, Network network, Examples samples, int classes) {
    return of(new FeaturePass(workshop, network, 0).of(samples), classes);
  }

  /** LogME of features [n, width] and their labels. */
  double of(Examples features, int classes) {
    try (NDManager scope = torch.newScope()) {
      NDArray moments = null;
      NDArray sums = null;
      try (TensorBatches batches = features.evaluation(BATCH)) {
        while (batches.hasNext()) {
          try (NDManager step = torch.newScope()) {
            var batch = batches.next(step);
            moments = sum(moments, kernel.infer(scope, "moments", batch.inputs()));
            sums = sum(sums, kernel.infer(scope, "sums", batch.inputs(), batch.labels(), classes));
          }
        }
      }
      return logMe(scope, moments, sums, features.labels(), classes).value();
    }
  }

  private static NDArray sum(NDArray before, NDArray more) {
    if (before == null) {
      return more;
    }
    try (before;
        more) {
      return before.add(more);
    }
  }

  private LogMe logMe(NDManager scope, NDArray moments, NDArray sums, int[] labels, int classes) {
    var eigen = kernel.inferList(scope, "eigen", moments);
    double[] values = eigen.get(0).toDoubleArray();
    double[] projected = kernel.infer(scope, "project", sums, eigen.get(1)).toDoubleArray();
    double largest = Arrays.stream(values).max().orElseThrow();
    double[][] squares = new double[classes][values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i] <= ROUNDING * largest) {
        values[i] = 0;
        continue;
      }
      for (int label = 0; label < classes; label++) {
        double projection = projected[label * values.length + i];
        squares[label][i] = projection * projection / values[i];
      }
    }
    int[] counts = new int[classes];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    return new LogMe(labels.length, values, squares, counts);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
