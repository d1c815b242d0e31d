package dev.transferjob.operator.transferjob;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Asks the API server what a late cache cannot know. */
final class LiveVersion {
  private LiveVersion() {}

  /** Whether the object is there, in the version that was seen. */
  static boolean isThatOf(HasMetadata seen, KubernetesClient client) {
    var stored = client.resource(seen).get();
    return stored != null
        && stored
            .getMetadata()
            .getResourceVersion()
            .equals(seen.getMetadata().getResourceVersion());
  }
}
