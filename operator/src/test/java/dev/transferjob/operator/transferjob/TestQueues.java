package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collection;

/**
 * A LocalQueue named gpus in a namespace, and all that it needs. Names that are the cluster's are
 * those of the namespace.
 */
final class TestQueues {
  static final int HIGH = 1000;

  private final KubernetesClient admin;
  private final String namespace;

  TestQueues(KubernetesClient admin, String namespace) {
    this.admin = admin;
    this.namespace = namespace;
  }

  /** Makes them, or changes the quota. */
  TestQueues gpus(int quota) {
    Object objects =
        new KubernetesSerialization()
            .unmarshal(
                """
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: ResourceFlavor
                metadata: {name: %1$s}
                spec:
                  nodeLabels: {gpu: %1$s}
                  tolerations: [{key: reserved, operator: Exists, effect: NoSchedule}]
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: ClusterQueue
                metadata: {name: %1$s}
                spec:
                  namespaceSelector: {}
                  preemption: {withinClusterQueue: LowerPriority}
                  resourceGroups:
                  - coveredResources: [nvidia.com/gpu]
                    flavors: [{name: %1$s, resources: [{name: nvidia.com/gpu, nominalQuota: %2$d}]}]
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: LocalQueue
                metadata: {name: gpus, namespace: %1$s}
                spec: {clusterQueue: %1$s}
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: WorkloadPriorityClass
                metadata: {name: low}
                value: 10
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: WorkloadPriorityClass
                metadata: {name: high}
                value: %3$d
                """
                    .formatted(namespace, quota, HIGH));
    for (var object : (Collection<?>) objects) {
      admin.resource((HasMetadata) object).forceConflicts().serverSideApply();
    }
    return this;
  }

  /** The priority that Kueue goes by. */
  int priority(TransferJob resource) {
    return admin
        .genericKubernetesResources("kueue.x-k8s.io/v1beta2", "Workload")
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .filter(workload -> isOf(resource, workload))
        .map(workload -> (Integer) workload.get("spec", "priority"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOf(TransferJob resource, GenericKubernetesResource workload) {
    var owner = workload.getMetadata().getOwnerReferences().getFirst().getName();
    return owner.startsWith(resource.getMetadata().getName() + "-");
  }
}
