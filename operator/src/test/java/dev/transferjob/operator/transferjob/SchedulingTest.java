package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.AttemptsStatus;
import dev.transferjob.api.ConditionType;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaim;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the real scheduler makes of the pods, on nodes that are only said to be there. */
@WithCluster(scheduler = true)
class SchedulingTest extends WithOperator {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, String> ONE_GPU = Map.of("nvidia.com/gpu", "1");

  @Test
  void productAndMemoryChooseTheNode() {
    // Given
    try (var small = node("small", "Tesla-T4", "15360");
        var large = node("large", "NVIDIA-H100-80GB-HBM3", "81559")) {
      assertThat(small).isNotSameAs(large);

      // When
      var namespace = world.namespace("accelerators");
      serveClaims(namespace);
      world.create(
          namespace, "accelerator: {products: [NVIDIA-H100-80GB-HBM3, Tesla-T4], minMemory: 79Gi}");

      // Then
      assertThat(bound(namespace).getSpec().getNodeName()).isEqualTo("large");
    }
  }

  @Test
  void deviceClassIsClaimedByMemory() {
    // Given
    try (var node = TestNode.create(admin, "devices", Map.of(), Map.of())) {
      assertThat(node).isNotNull();
      apply(
          """
          apiVersion: resource.k8s.io/v1
          kind: DeviceClass
          metadata: {name: gpu.nvidia.com}
          spec:
            selectors: [{cel: {expression: "device.driver == 'gpu.nvidia.com'"}}]
          ---
          apiVersion: resource.k8s.io/v1
          kind: ResourceSlice
          metadata: {name: devices}
          spec:
            driver: gpu.nvidia.com
            nodeName: devices
            pool: {name: devices, generation: 1, resourceSliceCount: 1}
            devices:
            - name: gpu-0
              attributes: {productName: {string: Tesla T4}}
              capacity: {memory: {value: 15Gi}}
            - name: gpu-1
              attributes: {productName: {string: NVIDIA H100 80GB HBM3}}
              capacity: {memory: {value: 80Gi}}
          """);

      // When
      var namespace = world.namespace("devices");
      serveClaims(namespace);
      world.create(
          namespace,
          "resources: null\naccelerator: {deviceClassName: gpu.nvidia.com, minMemory: 40Gi}");

      // Then
      assertThat(bound(namespace).getSpec().getNodeName()).isEqualTo("devices");
      var claims = admin.resources(ResourceClaim.class).inNamespace(namespace).list().getItems();
      assertThat(claims).hasSize(1);
      var devices = claims.getFirst().getStatus().getAllocation().getDevices().getResults();
      assertThat(devices).extracting(result -> result.getDevice()).containsExactly("gpu-1");
    }
  }

  @Test
  void higherPriorityPreemptsByTheSchedulerToo() {
    // Given
    apply(
        """
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: urgent}
        value: 1000
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: ordinary}
        value: 10
        """);
    var namespace = world.namespace("scheduler-preempts");
    serveClaims(namespace);
    try (var node = TestNode.create(admin, "only", Map.of(), ONE_GPU)) {
      assertThat(node).isNotNull();
      var low = world.create(namespace, "low", "priorityClassName: ordinary");
      var kubelet = kubelet(low);
      kubelet.run(bound(namespace));
      world.awaitReason(low, ConditionType.Running, Reason.Training);

      // When
      var high = world.create(namespace, "high", "priorityClassName: urgent");
      world.awaitReason(low, ConditionType.Running, Reason.Preempted);
      kubelet.remove(kubelet.end(podOf(namespace, "low"), 143, "Error", null));

      // Then
      await()
          .atMost(PATIENCE)
          .until(() -> podOf(namespace, "high").getSpec().getNodeName() != null);
      kubelet.run(podOf(namespace, "high"));
      world.awaitReason(high, ConditionType.Running, Reason.Training);
      var waiting = world.awaitReason(low, ConditionType.Running, Reason.Unschedulable);
      assertThat(waiting.attempts()).isEqualTo(new AttemptsStatus(1, 0, 1));
      assertThat(waiting.run()).isEqualTo(1);

      // And
      kubelet.end(podOf(namespace, "high"), 0, "Completed", null);
      world.awaitReason(high, ConditionType.Complete, Reason.Completed);
      await().atMost(PATIENCE).until(() -> podOf(namespace, "low").getSpec().getNodeName() != null);
      kubelet.run(podOf(namespace, "low"));
      var again = world.awaitReason(low, ConditionType.Running, Reason.Training);
      assertThat(again.attempts()).isEqualTo(new AttemptsStatus(2, 0, 1));
      assertThat(again.run()).isEqualTo(1);
    }
  }

  private TestNode node(String name, String product, String memory) {
    return TestNode.create(
        admin,
        name,
        Map.of("nvidia.com/gpu.product", product, "nvidia.com/gpu.memory", memory),
        ONE_GPU);
  }

  private Pod bound(String namespace) {
    return await()
        .atMost(PATIENCE)
        .until(() -> kubelet(namespace).livePod(), pod -> pod.getSpec().getNodeName() != null);
  }

  private Kubelet kubelet(String namespace) {
    return new Kubelet(admin, namespace);
  }

  private Pod podOf(String namespace, String name) {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel("transferjob.dev/name", name)
        .list()
        .getItems()
        .getFirst();
  }

  /** Volumes are not the subject here, but pods without theirs are not scheduled. */
  private void serveClaims(String namespace) {
    for (var claim : new String[] {"photos", "models"}) {
      apply(
          """
          apiVersion: v1
          kind: PersistentVolume
          metadata: {name: %1$s-%2$s}
          spec:
            accessModes: [ReadWriteOnce]
            capacity: {storage: 1Gi}
            hostPath: {path: /nowhere}
            claimRef: {namespace: %1$s, name: %2$s}
          ---
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {namespace: %1$s, name: %2$s}
          spec:
            accessModes: [ReadWriteOnce]
            resources: {requests: {storage: 1Gi}}
            storageClassName: ""
            volumeName: %1$s-%2$s
          """
              .formatted(namespace, claim));
    }
  }

  private void apply(String yaml) {
    Object objects = new KubernetesSerialization().unmarshal(yaml);
    for (var object : (Collection<?>) objects) {
      admin.resource((HasMetadata) object).create();
    }
  }
}
