package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.Phase;
import dev.transferjob.operator.queue.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kueue is not there when the operator starts. Its part is then played by hand. */
class KueueComesLaterTest extends WithOperator {
  private static final CustomResourceDefinition DEFINITION =
      Serialization.unmarshal(
          """
          apiVersion: apiextensions.k8s.io/v1
          kind: CustomResourceDefinition
          metadata: {name: workloads.kueue.x-k8s.io}
          spec:
            group: kueue.x-k8s.io
            names: {kind: Workload, plural: workloads, singular: workload, listKind: WorkloadList}
            scope: Namespaced
            versions:
            - name: v1beta2
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
          """,
          CustomResourceDefinition.class);

  @AfterEach
  void remove() {
    admin.resource(DEFINITION).delete();
  }

  @Test
  void absenceIsSaidAndKueueIsHeardOnceItIsThere() {
    // Given
    var resource = world.create(world.namespace("no-kueue"), "queueName: gpus");
    var absent = world.awaitReason(resource, ConditionType.Running, Reason.KueueNotInstalled);
    var job = world.jobs(resource).getFirst();

    // When
    admin.resource(DEFINITION).create();
    admin.resource(DEFINITION).waitUntilCondition(TestWorld::isEstablished, 10, TimeUnit.SECONDS);
    admin.resource(workload(job)).create();

    // Then
    var waiting = world.awaitReason(resource, ConditionType.Queued, "Pending");
    assertThat(absent.phase()).isEqualTo(Phase.Queued);
    assertThat(job.getSpec().getSuspend()).isTrue();
    assertThat(waiting.queue().workload()).isEqualTo("made-by-hand");
    assertThat(waiting.condition(ConditionType.Queued).orElseThrow().message())
        .startsWith("no room.");
  }

  private static GenericKubernetesResource workload(Job job) {
    var workload = new GenericKubernetesResource();
    workload.setApiVersion(Workload.GROUP + "/v1beta2");
    workload.setKind("Workload");
    workload.setMetadata(
        job.getMetadata()
            .edit()
            .withName("made-by-hand")
            .withUid(null)
            .withResourceVersion(null)
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("batch/v1")
                    .withKind("Job")
                    .withName(job.getMetadata().getName())
                    .withUid(job.getMetadata().getUid())
                    .build())
            .build());
    var pending =
        Map.of(
            "type", "QuotaReserved",
            "status", "False",
            "reason", "Pending",
            "message", "no room",
            "lastTransitionTime", "2026-03-01T11:41:00Z");
    workload.setAdditionalProperty("status", Map.of("conditions", List.of(pending)));
    return workload;
  }
}
