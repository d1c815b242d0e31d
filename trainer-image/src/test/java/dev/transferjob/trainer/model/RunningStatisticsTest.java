package dev.transferjob.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.Torch;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningStatisticsTest {
  private final Torch torch = TorchForTests.torch();
  private final NDManager scope = torch.newScope();
  private final Network network =
      new NetworkLoader(torch).fromScratch(Architecture.CifarResNet8, 3, 1);

  @AfterEach
  void close() {
    network.close();
    scope.close();
  }

  /** Unbiased variances are all that tells the two apart. */
  @Test
  void withABatchsStatisticsTheNetworkSeesItAsInTraining() {
    // Given
    NDArray images = images(1, 0.5f);
    network.batchStatistics(unit -> true);
    float[] inTraining = network.forward(images).toFloatArray();

    // When
    RunningStatistics statistics = network.measureStatistics();
    statistics.add(images);
    statistics.apply();

    // Then
    float[] evaluated = network.evaluate(images).toFloatArray();
    for (int i = 0; i < evaluated.length; i++) {
      assertThat(evaluated[i]).isCloseTo(inTraining[i], within(0.02f));
    }
  }

  @Test
  void severalBatchesCountAlike() {
    // Given
    network.batchStatistics(unit -> true);
    NDArray one = images(1, 0.5f);
    NDArray other = images(2, 3f);

    // When
    Map<String, TensorData> first = measured(one);
    Map<String, TensorData> second = measured(other);
    Map<String, TensorData> both = measured(one, other);

    // Then
    for (String name : first.keySet()) {
      if (RunningStatistics.isOne(name)) {
        for (int i = 0; i < first.get(name).values().length; i++) {
          float mean = (first.get(name).values()[i] + second.get(name).values()[i]) / 2;
          assertThat(both.get(name).values()[i])
              .as(name)
              .isCloseTo(mean, within(1e-4f + Math.abs(mean) * 1e-4f));
        }
      }
    }
  }

  @Test
  void frozenUnitsKeepTheirs() {
    // Given
    network.batchStatistics(unit -> unit.name().equals("layer3"));
    Map<String, TensorData> before = network.copyState();

    // When
    Map<String, TensorData> after = measured(images(1, 0.5f));

    // Then
    assertThat(after.get("bn1.running_mean").values())
        .isEqualTo(before.get("bn1.running_mean").values());
    assertThat(after.get("layer3.0.bn1.running_mean").values())
        .isNotEqualTo(before.get("layer3.0.bn1.running_mean").values());
  }

  private Map<String, TensorData> measured(NDArray... batches) {
    RunningStatistics statistics = network.measureStatistics();
    for (NDArray batch : batches) {
      statistics.add(batch);
    }
    statistics.apply();
    return network.copyState();
  }

  private NDArray images(long seed, float scale) {
    var random = new SplittableRandom(seed);
    float[] values = new float[16 * 3 * 32 * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (float) random.nextGaussian() + scale;
    }
    return scope.create(values, new Shape(16, 3, 32, 32));
  }
}
