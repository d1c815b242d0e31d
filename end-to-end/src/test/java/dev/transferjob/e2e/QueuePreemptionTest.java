package dev.transferjob.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.bench.BenchCluster;
import dev.transferjob.cluster.Addon;
import dev.transferjob.cluster.Options;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Kueue on a real node takes a training job's only GPU away for a more urgent one. */
@Tag("long")
class QueuePreemptionTest {
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final String NAMESPACE = "preemption";

  @Test
  void preemptedJobGoesOnInItsRunToTheWeightsOfAnUninterruptedOne(@TempDir Path folder)
      throws Exception {
    TestData.folder(); // Skips before a cluster is made.
    var options = Options.withNode().gpus(1).with(Addon.KUEUE);
    try (var cluster = BenchCluster.start(options);
        var workspace = new TestSpace(cluster, NAMESPACE, folder)) {
      // Given
      LongJob.prepare(workspace, folder);
      queue(workspace);
      workspace.apply("low", spec("low", "low", 20));
      workspace.await("low", LIMIT, LongJob::isInTheMiddle);

      // When
      workspace.apply("high", spec("high", "high", 1));
      workspace.awaitComplete("high", LIMIT);
      var low = workspace.awaitComplete("low", LIMIT);
      workspace.apply("whole", spec("whole", "low", 20));
      workspace.awaitComplete("whole", LIMIT);

      // Then
      assertThat(low.getStatus().run()).isEqualTo(1);
      assertThat(low.getStatus().attempts()).isEqualTo(new AttemptsStatus(2, 0, 1));
      assertThat(low.getStatus().attemptHistory().getLast().resumedFromStep()).isPositive();
      assertThat(low.getStatus().result().exact()).isTrue();
      assertThat(workspace.outputs().resolve("low/model.safetensors"))
          .hasSameBinaryContentAs(workspace.outputs().resolve("whole/model.safetensors"));
    }
  }

  private static void queue(TestSpace workspace) {
    Object queues =
        new KubernetesSerialization()
            .unmarshal(
                """
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: ResourceFlavor
                metadata: {name: any}
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: ClusterQueue
                metadata: {name: research}
                spec:
                  namespaceSelector: {}
                  preemption: {withinClusterQueue: LowerPriority}
                  resourceGroups:
                  - coveredResources: [cpu, memory, nvidia.com/gpu]
                    flavors:
                    - name: any
                      resources:
                      - {name: cpu, nominalQuota: 8}
                      - {name: memory, nominalQuota: 64Gi}
                      - {name: nvidia.com/gpu, nominalQuota: 1}
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: LocalQueue
                metadata: {name: gpus, namespace: preemption}
                spec: {clusterQueue: research}
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: WorkloadPriorityClass
                metadata: {name: low}
                value: 10
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: WorkloadPriorityClass
                metadata: {name: high}
                value: 1000
                """);
    for (var object : (Collection<?>) queues) {
      workspace.client().resource((HasMetadata) object).create();
    }
  }

  private static String spec(String name, String priority, int epochs) {
    return "queueName: gpus\npriorityClassName: " + priority + "\n" + LongJob.spec(name, epochs);
  }
}
