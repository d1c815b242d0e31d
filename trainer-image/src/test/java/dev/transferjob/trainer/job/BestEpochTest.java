package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Architecture;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Best;
import dev.transferjob.protocol.Metric;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.technique.Technique;
import dev.transferjob.trainer.train.EpochScore;
import dev.transferjob.trainer.train.Phase;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept is the network as it was after its best epoch, and not after the last one. */
class BestEpochTest {
  private static final List<Double> SCORES = List.of(0.4, 0.9, 0.9, 0.3);
  private static final int BEST = 1;
  private static final List<Double> WORSE_THAN_WARMUP = List.of(0.9, 0.4, 0.8);

  @TempDir Path root;
  private final List<Map<String, TensorData>> afterEpochs = new ArrayList<>();

  @Test
  void itsWeightsComeBackAndAreMeasured() throws IOException {
    // Given
    TransferJobSpec spec =
        new TestJob(root, "job", "FromScratch")
            .with("/training", "{\"epochs\": %d, \"batchSize\": 4}".formatted(SCORES.size()))
            .spec();
    try (var small = new SmallRun(root, System::nanoTime);
        Network network =
            new NetworkLoader(small.torch).fromScratch(Architecture.CifarResNet8, 2, 3)) {
      small.run.add("model", network);
      Phase phase =
          Technique.of(spec, small.material)
              .phases(small.workshop, network, small.material)
              .getFirst();

      // When
      small.run.train(0, scored(phase, SCORES));
      double measured = small.measurement.of(network).loss();

      // Then
      assertThat(afterEpochs).hasSize(SCORES.size());
      Map<String, TensorData> kept = network.copyState();
      kept.forEach(
          (name, tensor) ->
              assertThat(tensor.values())
                  .as(name)
                  .isEqualTo(afterEpochs.get(BEST).get(name).values()));
      assertThat(kept.get("conv1.weight").values())
          .isNotEqualTo(afterEpochs.getLast().get("conv1.weight").values());
      assertThat(kept.get("bn1.running_mean").values())
          .isNotEqualTo(afterEpochs.getLast().get("bn1.running_mean").values());
      assertThat(small.workshop.tracker().report().best().epoch()).isEqualTo(BEST + 1);
      network.restore(afterEpochs.get(BEST));
      assertThat(measured).isEqualTo(small.measurement.of(network).loss());
    }
  }

  /** A warm-up is scored as the training behind it, so its end competes with its epochs. */
  @Test
  void whereNoEpochIsBetterTheEndOfTheWarmUpComesBack() throws IOException {
    // Given
    TransferJobSpec spec =
        new TestJob(root, "job", "FineTuning")
            .with("/training", "{\"epochs\": 2, \"batchSize\": 4}")
            .with("/fineTuning", "{\"headWarmupEpochs\": 1, \"freezeBatchNorm\": false}")
            .spec();
    try (var small = new SmallRun(root, System::nanoTime);
        Network network =
            new NetworkLoader(small.torch).fromScratch(Architecture.CifarResNet8, 2, 3)) {
      small.run.add("model", network);
      List<Phase> phases =
          Technique.of(spec, small.material).phases(small.workshop, network, small.material);
      small.run.train(0, scored(phases.getFirst(), WORSE_THAN_WARMUP));
      Map<String, TensorData> warmedUp = network.copyState();

      // When
      small.run.train(1, scored(phases.getLast(), WORSE_THAN_WARMUP));

      // Then
      assertThat(afterEpochs).hasSize(WORSE_THAN_WARMUP.size());
      assertThat(afterEpochs.getLast().get("conv1.weight").values())
          .isNotEqualTo(warmedUp.get("conv1.weight").values());
      network
          .copyState()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.values()).as(name).isEqualTo(warmedUp.get(name).values()));
      Best best = small.workshop.tracker().report().best();
      assertThat(best).isEqualTo(new Best("accuracy", 0.9, 0));
    }
  }

  /** The same phase with scores of our own; it remembers the network at the end of each epoch. */
  private Phase scored(Phase phase, List<Double> scores) {
    return (Phase)
        Proxy.newProxyInstance(
            Phase.class.getClassLoader(),
            new Class<?>[] {Phase.class},
            (_, method, arguments) ->
                method.getName().equals("score")
                    ? score(phase, scores)
                    : method.invoke(phase, arguments));
  }

  private EpochScore score(Phase phase, List<Double> scores) {
    double value = scores.get(afterEpochs.size());
    afterEpochs.add(phase.network().copyState());
    return new EpochScore(List.of(new Metric("accuracy", value)), true, "accuracy", value, true, 0);
  }
}
