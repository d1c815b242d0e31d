package dev.transferjob.cluster;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes a node say that it has GPUs. */
final class Gpus {
  private static final String RESOURCE = "nvidia.com/gpu";

  private final KubernetesClient client;

  Gpus(KubernetesClient client) {
    this.client = client;
  }

  void set(int count) {
    var quantity = new Quantity(Integer.toString(count));
    var node = client.nodes().withName(Node.NAME);
    // A patch without a version: the kubelet writes this status too, all the time.
    var patch = Map.of("status", Map.of("capacity", Map.of(RESOURCE, quantity)));
    node.subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
    // The kubelet makes it allocatable with its next report, and admits no such pod before.
    node.waitUntilCondition(
        it -> quantity.equals(it.getStatus().getAllocatable().get(RESOURCE)), 1, TimeUnit.MINUTES);
  }
}
