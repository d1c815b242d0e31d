package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.queue.BoostSettings;
import dev.transferjob.operator.transferjob.World.ModelJob;
import dev.transferjob.operator.transferjob.World.ModelPod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many points a job's preemption costs, by what it would lose. */
class BoostPointsTest {
  private static final BoostSettings SETTINGS = new BoostSettings(true, 10, 600);
  private static final ModelObjects OBJECTS = new ModelObjects("");
  private static final ModelJob JOB =
      new ModelJob(1, 1, AttemptsStatus.NONE, 0, null, null, false, false, 0);
  private static final ModelPod RUNNING = new ModelPod(1, 1, 1, 0, -1, 0, false, false, false, 0);
  private static final int NEVER = -1;

  /** {@code next}: seconds until it changes by itself; empty where it does not. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 600",
    "1, 599, 0, 1",
    "1, 600, 1, 600",
    "1, 1300, 2, 500",
    "1, 5999, 9, 1",
    "1, 6000, 10,",
    "1, 1000000, 10,",
    "4, 149, 0, 1",
    "4, 150, 1, 150",
    "4, 1500, 10,",
    "1000, 0, 0, 1",
    "1000, 3, 3, 1",
    "1000, 10, 10,",
    "0, 6000, 0,",
  })
  void unsavedGpuSecondsAddPointsUpToTheMost(int gpus, int seconds, int points, Long next) {
    assertThat(boost(resource(gpus, NEVER), JOB, RUNNING, seconds))
        .isEqualTo(new Boost(points, Optional.ofNullable(next).map(Duration::ofSeconds)));
  }

  /** A checkpoint of an earlier attempt saves nothing of this one; a clock may be ahead. */
  @ParameterizedTest
  @CsvSource({"0, 1200, 2", "600, 1200, 1", "1200, 1200, 0", "2000, 1200, 0", "-700, 1200, 2"})
  void checkpointTakesThemAway(int saved, int seconds, int points) {
    assertThat(boost(resource(1, saved), JOB, RUNNING, seconds).points()).isEqualTo(points);
  }

  @Test
  void waitingCostsNothing() {
    assertNothingIsLost(job -> job.held(true), UnaryOperator.identity());
  }

  @Test
  void deletedJobCostsNothing() {
    assertNothingIsLost(ModelJob::deleted, UnaryOperator.identity());
  }

  @Test
  void stoppingCostsNothing() {
    assertNothingIsLost(UnaryOperator.identity(), ModelPod::isDeleted);
  }

  @Test
  void pullingCostsNothing() {
    assertNothingIsLost(UnaryOperator.identity(), pod -> pod.runs(-1));
  }

  @Test
  void endedAttemptCostsNothing() {
    assertNothingIsLost(UnaryOperator.identity(), pod -> pod.ends(1, 6000));
  }

  /** And so nothing is to be looked at again for it. */
  private static void assertNothingIsLost(
      UnaryOperator<ModelJob> job, UnaryOperator<ModelPod> pod) {
    assertThat(boost(resource(1, NEVER), job.apply(JOB), pod.apply(RUNNING), 6000))
        .isEqualTo(new Boost(0, Optional.empty()));
  }

  private static Boost boost(TransferJob resource, ModelJob job, ModelPod pod, int now) {
    var seen = new Observed(Optional.of(OBJECTS.job(job)), List.of(), List.of(OBJECTS.pod(pod)));
    return Boost.of(resource, seen, SETTINGS, ModelObjects.time(now));
  }

  /**
   * A job.
   *
   * @param saved when its checkpoint was written; {@link #NEVER}
   */
  private static TransferJob resource(int gpus, int saved) {
    return Serialization.unmarshal(
        """
        apiVersion: transferjob.dev/v1alpha1
        kind: TransferJob
        metadata: {name: ants, namespace: team-a}
        spec:
          task: ImageClassification
          method: FromScratch
          model: {architecture: ResNet18}
          data: {train: {uri: pvc://photos/train}, validation: {uri: pvc://photos/val}}
          output: {uri: pvc://models/ants}
          resources: {limits: {nvidia.com/gpu: %d}}
        %s
        """
            .formatted(
                gpus,
                saved == NEVER
                    ? ""
                    : "status: {checkpoint: {step: 10, epoch: 1, time: \"%s\"}}"
                        .formatted(ModelObjects.time(saved))),
        TransferJob.class);
  }
}
