package dev.transferjob.trainer.graph;

/**
 * Batch normalization of each channel (Ioffe and Szegedy 2015).
 *
 * @param momentum how far the running statistics move per step
 */
public record BatchNorm2d(int channels, double eps, double momentum) implements Layer {

  /** With PyTorch's usual numbers. */
  public static BatchNorm2d batchNorm(int channels) {
    return new BatchNorm2d(channels, 1e-5, 0.1);
  }
}
