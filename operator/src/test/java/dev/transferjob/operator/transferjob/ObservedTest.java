package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedTest {
  @Test
  void podsAreLateWhenTheJobIsCompleteAndNoneHasSucceeded() {
    assertThat(podsAreLate(job("Complete"), "Running")).isTrue();
    assertThat(podsAreLate(job("Complete"))).isTrue();
  }

  @Test
  void podsAreNotLateOnceTheOneThatSucceededIsSeen() {
    assertThat(podsAreLate(job("Complete"), "Failed", "Succeeded")).isFalse();
  }

  @Test
  void podsAreNotLateWhileTheJobGoesOn() {
    assertThat(podsAreLate(job("Suspended"), "Running")).isFalse();
  }

  private static boolean podsAreLate(Job job, String... phases) {
    var pods = List.of(phases).stream().map(ObservedTest::pod).toList();
    return Observed.podsAreLate(StatusRules.stored(new TransferJob()), job, pods);
  }

  private static Pod pod(String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(phase)
        .withCreationTimestamp("2026-03-01T12:00:00Z")
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }

  private static Job job(String condition) {
    return new JobBuilder()
        .withNewMetadata()
        .withUid("job")
        .addToLabels(Labels.RUN, "1")
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType(condition)
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }
}
