package dev.transferjob.bench;

import dev.transferjob.api.Architecture;
import dev.transferjob.images.NativeTuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A training step of ResNet-50 in bfloat16 against the same in float32, both the trainer's. */
final class Bfloat16Benchmark implements Benchmark {
  private static final int BATCH = 16;
  private static final int SIZE = 224;
  private static final int ROUNDS = 15;
  private static final int STEPS = 2;

  @Override
  public String name() {
    return "bf16";
  }

  @Override
  public List<Figure> run() throws Exception {
    if (!hasInstructions()) {
      return List.of(Figure.skipped(name(), "not applicable: this CPU has no AVX512-BF16"));
    }
    double[] half = new double[ROUNDS];
    double[] single = new double[ROUNDS];
    try (var bfloat16 = worker("bfloat16");
        var float32 = worker("float32")) {
      for (int round = 0; round < ROUNDS; round++) {
        half[round] = bfloat16.medianOf(STEPS);
        single[round] = float32.medianOf(STEPS);
      }
    }
    var ratio = Ratio.ofRounds(single, half);
    return List.of(
        Figure.against(
            "float32, channels-last",
            "step-ResNet50-bf16",
            new Samples(half).median(),
            "ms",
            ratio.mean(),
            ">= 1.3x",
            ratio.interval()));
  }

  private static Worker worker(String precision) throws IOException {
    return new Worker(
        Worker.trainer(Architecture.ResNet50, BATCH, SIZE, precision), NativeTuning.ENVIRONMENT);
  }

  private static boolean hasInstructions() throws IOException {
    return Files.readString(Path.of("/proc/cpuinfo")).contains("avx512_bf16");
  }
}
