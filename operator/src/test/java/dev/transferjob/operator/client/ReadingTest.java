package dev.transferjob.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.api.Phase;
import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
  private static final String META =
      """
      "metadata": {"name": "a", "uid": "1", "resourceVersion": "7", "labels": {"run": "1"},
        "managedFields": [{"manager": "b", "fieldsV1": {"f:spec": {"f:suspend": {}}}}]}
      """;

  private final ObjectMapper mapper = new ObjectMapper();
  private KubernetesSerialization serialization;

  @BeforeEach
  void customize() {
    new Reading().customize(mapper);
    serialization = new CheapCopies(mapper, true);
  }

  @Test
  void aWatchedPodIsReadWithoutWhatTheOperatorItselfAskedFor() {
    // When
    var pod =
        watched(
            Pod.class,
            """
            {"kind": "Pod", "apiVersion": "v1", %s,
             "spec": {"nodeName": "n", "volumes": [{"name": "v"}], "tolerations": [{"key": "k"}],
                "containers": [{"name": "trainer", "image": "i", "env": [{"name": "E"}]}]},
             "status": {"phase": "Running", "podIP": "10.0.0.1"}}
            """
                .formatted(META));

    // Then
    assertIdentified(pod);
    assertThat(pod.getSpec().getNodeName()).isEqualTo("n");
    assertThat(pod.getSpec().getVolumes()).isEmpty();
    assertThat(pod.getSpec().getTolerations()).isEmpty();
    assertThat(pod.getSpec().getContainers().getFirst().getImage()).isEqualTo("i");
    assertThat(pod.getSpec().getContainers().getFirst().getEnv()).isEmpty();
    assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
  }

  @Test
  void aWatchedJobIsReadWithoutItsTemplate() {
    // When
    var job =
        watched(
            Job.class,
            """
            {"kind": "Job", "apiVersion": "batch/v1", %s,
             "spec": {"suspend": true, "template": {"spec": {"nodeName": "n"}}},
             "status": {"active": 1}}
            """
                .formatted(META));

    // Then
    assertIdentified(job);
    assertThat(job.getSpec().getSuspend()).isTrue();
    assertThat(job.getSpec().getTemplate()).isNull();
    assertThat(job.getStatus().getActive()).isEqualTo(1);
  }

  @Test
  void aWatchedTransferJobIsReadWhole() {
    // When
    var job =
        watched(
            TransferJob.class,
            """
            {"apiVersion": "transferjob.dev/v1alpha1", "kind": "TransferJob", %s,
             "spec": {"suspend": true, "ttlSecondsAfterFinished": 60},
             "status": {"phase": "Suspended"}}
            """
                .formatted(META));

    // Then
    assertIdentified(job);
    assertThat(job.getSpec().ttlSecondsAfterFinished()).isEqualTo(60);
    assertThat(job.getStatus().phase()).isEqualTo(Phase.Suspended);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{\"apiVersion\": \"v1\", \"metadata\": {\"name\": \"a\"}, \"kind\": \"Pod\"}",
        "{\"metadata\": {\"name\": \"a\"}, \"kind\": \"Pod\", \"apiVersion\": \"v1\"}",
        "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"a\"}}",
      })
  void theOrderOfFieldsDoesNotMatter(String json) {
    assertThat(watched(Pod.class, json).getMetadata().getName()).isEqualTo("a");
  }

  @Test
  void whatThousandsAreNotOfIsReadAsBefore() {
    // When
    var status =
        watched(
            Status.class,
            "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 410, \"reason\": \"Expired\"}");
    var workload =
        watched(
            GenericKubernetesResource.class,
            "{\"apiVersion\": \"kueue.x-k8s.io/v1beta2\", \"kind\": \"Workload\", \"spec\": {\"active\": true}}");

    // Then
    assertThat(status.getCode()).isEqualTo(410);
    assertThat(workload.getKind()).isEqualTo("Workload");
    assertThat(workload.<Boolean>get("spec", "active")).isTrue();
  }

  @Test
  void aPodIsWrittenWhole() {
    // Given
    var pod =
        new PodBuilder()
            .withNewSpec()
            .addNewVolume()
            .withName("v")
            .endVolume()
            .addNewContainer()
            .addNewEnv()
            .withName("E")
            .endEnv()
            .endContainer()
            .endSpec()
            .build();

    // When
    var json = serialization.asJson(pod);

    // Then
    assertThat(json).contains("\"volumes\":[{\"name\":\"v\"}]", "\"env\":[{\"name\":\"E\"}]");
  }

  @Test
  void aCopyOfATransferJobHasAVersionOfItsOwn() {
    // Given
    var job =
        serialization.unmarshal(
            "{%s, \"spec\": {\"suspend\": true}, \"status\": {\"phase\": \"Suspended\"}}"
                .formatted(META),
            TransferJob.class);

    // When
    var copy = serialization.clone(job);

    // Then
    assertThat(serialization.asJson(copy)).isEqualTo(serialization.asJson(job));
    copy.getMetadata().setResourceVersion("8");
    copy.getMetadata().getLabels().put("run", "2");
    assertIdentified(job);
  }

  private static void assertIdentified(HasMetadata object) {
    assertThat(object.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(object.getMetadata().getLabels()).containsEntry("run", "1");
    assertThat(object.getMetadata().getManagedFields()).isEmpty();
  }

  private <T> T watched(Class<T> type, String object) {
    var event =
        serialization.unmarshal(
            "{\"type\": \"MODIFIED\", \"object\": %s}".formatted(object), WatchEvent.class);
    assertThat(event.getType()).isEqualTo("MODIFIED");
    return type.cast(event.getObject());
  }
}
