package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.AdaptationAlgorithm;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.domain.DomainLoss;
import dev.transferjob.trainer.domain.Ramp;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.TorchForTests;
import dev.transferjob.trainer.progress.ProgressSink;
import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.train.ClassificationLoss;
import dev.transferjob.trainer.train.GivenExamples;
import dev.transferjob.trainer.train.StepContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both domains go through the network by themselves, so that no batch statistics mix them. */
class AdaptationObjectiveTest {
  private static final int IMAGES = 4;
  private static final String MEAN = "bn1.running_mean";
  private static final float MOMENTUM = 0.1f;

  private final Torch torch = TorchForTests.torch();
  private final NDManager scope = torch.newScope();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void howTheSourceIsSeenDoesNotDependOnTheTarget() {
    // Given
    float[] source = pixels(1, 0.5f);

    // When
    Step dark = step(source, pixels(2, 0.1f));
    Step bright = step(source, pixels(3, 4f));

    // Then
    assertThat(bright.loss()).isEqualTo(dark.loss());
    assertThat(bright.mean()).isNotEqualTo(dark.mean());
  }

  /** Of a mixed batch they would move once, to the mean of both domains. */
  @Test
  void statisticsMoveToTheSourceAndThenToTheTarget() {
    // Given
    float[] source = pixels(1, 0.5f);
    float[] target = pixels(3, 4f);

    // When
    float[] both = step(source, target).mean();

    // Then: two steps to the same mean, from 0, go 1 - 0.9 x 0.9 of the way
    float[] toSource = step(source, source).mean();
    float[] toTarget = step(target, target).mean();
    float twice = 1 - (1 - MOMENTUM) * (1 - MOMENTUM);
    for (int i = 0; i < both.length; i++) {
      float first = MOMENTUM * toSource[i] / twice;
      float second = (1 - MOMENTUM) * first + MOMENTUM * toTarget[i] / twice;
      assertThat(both[i]).isCloseTo(second, within(1e-5f));
    }
  }

  /** The loss of a step without any strength, so the source's alone, and what it leaves. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(float loss, float[] mean) {}

  private Step step(float[] source, float[] target) {
    var workshop =
        new Workshop(
            torch,
            scope,
            new ProgressTracker(1, ProgressSink.none(), System::nanoTime),
            new StopSignal(),
            Path.of("unused"),
            "key",
            IMAGES,
            Optional.empty());
    var images = new Images(source);
    var loss = new ClassificationLoss(0, false, 0);
    try (Network network = new NetworkLoader(torch).fromScratch(Architecture.CifarResNet8, 2, 1)) {
      network.batchStatistics(unit -> true);
      try (var objective =
          new AdaptationObjective(
              workshop,
              network,
              forward -> loss.of(torch, images.labels(), 2, forward),
              DomainLoss.of(torch, AdaptationAlgorithm.MMD, network.featureCount(), 2, 1),
              new TargetStream(new Images(target), IMAGES, 1),
              new Ramp(0))) {
        var batch = images.evaluation(IMAGES).next(scope);
        float value = objective.loss(batch, new StepContext(1, 0, 0.5)).getFloat();
        return new Step(value, network.copyState().get(MEAN).values());
      }
    }
  }

  private static float[] pixels(long seed, float scale) {
    var random = new SplittableRandom(seed);
    float[] values = new float[IMAGES * 3 * 32 * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (float) random.nextGaussian() + scale;
    }
    return values;
  }

  /** One batch, whatever is asked for. */
  private static final class Images extends GivenExamples {
    private final float[] pixels;

    Images(float[] pixels) {
      super("images", 0, 1, 0, 1);
      this.pixels = pixels;
    }

    @Override
    protected NDArray input(NDManager scope, int[] samples) {
      return scope.create(pixels, new Shape(IMAGES, 3, 32, 32));
    }
  }
}
