package dev.transferjob.trainer.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the bits of a result depend on beside the job. */
record Machine(String trainer, String device, int threads, String capability) {
  private static final List<String> CAPABILITIES = List.of("avx512f", "avx2");

  static Machine of(String device, int threads) {
    return new Machine(version(Machine.class), device, threads, vectors());
  }

  boolean hasGpu() {
    return device.equals("gpu");
  }

  @Override
  public String toString() {
    return "trainer %s, %s, %d threads, %s".formatted(trainer, device, threads, capability);
  }

  static Map<String, String> versions() {
    return Map.of(
        "trainer", version(Machine.class),
        "djl", ai.djl.engine.Engine.getDjlVersion(),
        "pytorch", ai.djl.engine.Engine.getEngine("PyTorch").getVersion(),
        "java", Runtime.version().toString());
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The widest vector instructions, which decide the kernels that libtorch takes. */
  private static String vectors() {
    try {
      String info = Files.readString(Path.of("/proc/cpuinfo"));
      return CAPABILITIES.stream().filter(info::contains).findFirst().orElse("baseline");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
