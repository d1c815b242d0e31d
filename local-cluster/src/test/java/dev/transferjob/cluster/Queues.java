package dev.transferjob.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A namespace with a queue, and Jobs for it. */
final class Queues {
  private Queues() {}

  /** A LocalQueue named queue for so many CPUs, in a namespace of its own. */
  static void create(KubernetesClient client, String namespace, int cpus) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    Object objects =
        new KubernetesSerialization()
            .unmarshal(
                """
            apiVersion: kueue.x-k8s.io/v1beta2
            kind: ResourceFlavor
            metadata: {name: %1$s}
            ---
            apiVersion: kueue.x-k8s.io/v1beta2
            kind: ClusterQueue
            metadata: {name: %1$s}
            spec:
              namespaceSelector: {}
              resourceGroups:
              - coveredResources: [cpu]
                flavors: [{name: %1$s, resources: [{name: cpu, nominalQuota: %2$d}]}]
            ---
            apiVersion: kueue.x-k8s.io/v1beta2
            kind: LocalQueue
            metadata: {name: queue, namespace: %1$s}
            spec: {clusterQueue: %1$s}
            """
                    .formatted(namespace, cpus));
    for (var object : (Collection<?>) objects) {
      client.resource((HasMetadata) object).create();
    }
  }

  static Job job(String namespace, String name) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .addToLabels("kueue.x-k8s.io/queue-name", "queue")
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("work")
        .withImage("work")
        .withNewResources()
        .addToRequests("cpu", new Quantity("1"))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** Why Kueue has reserved no quota for the Job. */
  static Optional<String> waitingReason(KubernetesClient client, Job job) {
    return client
        .genericKubernetesResources("kueue.x-k8s.io/v1beta2", "Workload")
        .inNamespace(job.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .filter(workload -> workload.hasOwnerReferenceFor(job.getMetadata().getUid()))
        .flatMap(workload -> conditions(workload).stream())
        .map(condition -> (Map<?, ?>) condition)
        .filter(c -> "QuotaReserved".equals(c.get("type")) && "False".equals(c.get("status")))
        .map(c -> (String) c.get("reason"))
        .findFirst();
  }

  private static Collection<?> conditions(GenericKubernetesResource workload) {
    Object conditions = workload.get("status", "conditions");
    return conditions == null ? List.of() : (Collection<?>) conditions;
  }
}
