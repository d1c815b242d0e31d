package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @BeforeEach
  void share() {
    new Shared.Strings().customize(mapper);
  }

  @Test
  void equalStringsOfTwoObjectsAreOne() throws IOException {
    // When
    Pod one = pod("one");
    Pod other = pod("other");

    // Then
    assertThat(one.getSpec().getNodeName()).isSameAs(other.getSpec().getNodeName());
    assertThat(one.getMetadata().getLabels().get("transferjob.dev/run"))
        .isSameAs(other.getMetadata().getLabels().get("transferjob.dev/run"));
    assertThat(one.getMetadata().getName()).isEqualTo("one");
    assertThat(one.getSpec().getRestartPolicy()).isNull();
  }

  @Test
  void cachedPodsShareWhatIsEqualAndKeepWhatIsRead() throws IOException {
    // When
    Pod one = Memory.of(pod("one"));
    Pod other = Memory.of(pod("other"));

    // Then
    assertThat(one.getSpec()).isSameAs(other.getSpec());
    assertThat(one.getSpec().getContainers().getFirst().getImage()).isEqualTo("an image");
    assertThat(one.getMetadata().getLabels()).isEqualTo(Map.of("transferjob.dev/run", "run one"));
    assertThat(new PodBuilder(one).build().getMetadata().getName()).isEqualTo("one");
  }

  @Test
  void ofFinishedJobsOnlyWhatIsReadAfterTheEndIsKept() throws IOException {
    // When
    TransferJob one = Memory.of(job("one", "Complete"));
    TransferJob other = Memory.of(job("other", "Complete"));

    // Then
    assertThat(one.getSpec()).isSameAs(other.getSpec());
    assertThat(one.getSpec().data()).isNull();
    assertThat(one.getSpec().ttlSecondsAfterFinished()).isEqualTo(60);
    assertThat(one.getStatus()).isSameAs(other.getStatus());
    assertThat(one.getStatus().isFinished()).isTrue();
    assertThat(one.getStatus().completionTime()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(one.getMetadata().getLabels()).isEqualTo(Map.of("team", "a"));
    assertThat(one.getMetadata().getAnnotations()).isEmpty();
  }

  @Test
  void aJobThatIsNotFinishedIsKeptWhole() throws IOException {
    // When
    TransferJob job = Memory.of(job("going", "Running"));

    // Then
    assertThat(job.getSpec()).isEqualTo(job("going", "Running").getSpec());
    assertThat(job.getStatus()).isEqualTo(job("going", "Running").getStatus());
  }

  private TransferJob job(String name, String condition) throws IOException {
    return mapper.readValue(
        """
        {"metadata": {"name": "%s", "labels": {"team": "a"},
           "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "all of it"}},
         "spec": {"task": "ImageClassification", "method": "FromScratch",
           "model": {"architecture": "ResNet18"}, "data": {"train": {"uri": "pvc://data/%s"}},
           "output": {"uri": "pvc://out/%s"}, "ttlSecondsAfterFinished": 60},
         "status": {"run": 1, "completionTime": "2026-01-01T00:00:00Z",
           "best": {"metric": "accuracy", "value": "0.9", "epoch": 3},
           "conditions": [{"type": "%s", "status": "True", "reason": "Why", "message": "%s"}]}}
        """
            .formatted(name, name, name, condition, name),
        TransferJob.class);
  }

  private Pod pod(String name) throws IOException {
    return mapper.readValue(
        """
        {"metadata": {"name": "%s", "labels": {"transferjob.dev/run": "run one", "foreign": "a"}},
         "spec": {"nodeName": "node one", "containers": [{"name": "trainer", "image": "an image"}],
           "restartPolicy": null}}
        """
            .formatted(name),
        Pod.class);
  }
}
