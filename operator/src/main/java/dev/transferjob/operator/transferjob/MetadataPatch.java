package dev.transferjob.operator.transferjob;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/**
 * A change of labels or annotations alone. It names the UID, and where only what was seen may be
 * changed the resource version, so that the API server refuses it for any other object.
 */
record MetadataPatch(ObjectMeta metadata) {

  /** Sends it; the answer is the object as it is then. */
  <T extends HasMetadata> T send(KubernetesClient client, T object) {
    var patch = Serialization.asJson(Map.of("metadata", metadata));
    return client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }
}
