package dev.transferjob.operator.faults;

import dev.transferjob.operator.transferjob.TestWorld;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Kubernetes' garbage collector, which looks for new kinds only every half minute. */
record Collector(KubernetesClient admin, TestWorld world) {
  private static final String NAMESPACE = "default";

  /** Returns once the children of a deleted TransferJob are deleted. */
  void awaitKnowing() {
    var parent = world.create(NAMESPACE, "suspend: true");
    var child =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("child")
            .withNamespace(NAMESPACE)
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion(parent.getApiVersion())
                    .withKind(parent.getKind())
                    .withName(parent.getMetadata().getName())
                    .withUid(parent.getMetadata().getUid())
                    .build())
            .endMetadata()
            .build();
    admin.resource(child).create();
    admin.resource(parent).delete();
    admin.resource(child).waitUntilCondition(Objects::isNull, 2, TimeUnit.MINUTES);
  }
}
