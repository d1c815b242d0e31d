package dev.transferjob.bench;

import dev.transferjob.api.Architecture;
import java.util.List;

/** What {@code ./dev bench} measures, in this order. */
final class Benchmarks {
  private Benchmarks() {}

  static List<Benchmark> all() {
    return List.of(
        new OperatorBenchmark(),
        new JobCreationBenchmark(),
        new ManyJobsBenchmark(),
        new LongHistoryBenchmark(),
        new FirstStepBenchmark(),
        new StepBenchmark(Architecture.ResNet18, 30),
        new StepBenchmark(Architecture.ResNet50, 15),
        new StepBenchmark(Architecture.EfficientNetLite0, 15),
        new Bfloat16Benchmark(),
        new DecodeBenchmark(),
        new FeatureCacheBenchmark(),
        new WholeJobBenchmark(),
        new MemoryBenchmark());
  }

  static List<String> names() {
    return all().stream().map(Benchmark::name).toList();
  }
}
