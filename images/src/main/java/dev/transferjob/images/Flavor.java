package dev.transferjob.images;

/** What the trainer's image can compute on. */
public enum Flavor {
  /** Small, and the same on every machine. */
  CPU("", "cpu"),
  /** NVIDIA GPUs up to compute capability 9.0; without one it computes on the CPU. */
  CUDA("-cuda", "cu128");

  private final String suffix;
  private final String binding;

  Flavor(String suffix, String binding) {
    this.suffix = suffix;
    this.binding = binding;
  }

  /** What an image's tag ends with. */
  String suffix() {
    return suffix;
  }

  /** DJL's name of the native library that binds Java to this libtorch. */
  String binding() {
    return binding;
  }
}
