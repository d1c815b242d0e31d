package dev.transferjob.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;

/** Installs the committed definition in a test's cluster. */
final class InstalledCrd {
  private InstalledCrd() {}

  static void install(KubernetesClient client) {
    var file = InstalledCrd.class.getResourceAsStream("/crds/transferjobs.transferjob.dev.yaml");
    CustomResourceDefinition crd =
        client.apiextensions().v1().customResourceDefinitions().load(file).item();
    client.resource(crd).serverSideApply();
    client.resource(crd).waitUntilCondition(InstalledCrd::isEstablished, 10, TimeUnit.SECONDS);
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }
}
