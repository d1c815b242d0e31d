package dev.transferjob.operator.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Copies a TransferJob, as the SDK does before each reconciliation, without writing and reading it
 * as JSON: its spec and status are records, which nobody can change.
 */
public final class CheapCopies extends KubernetesSerialization {

  /**
   * @param searchClassloaders whether to look for more classes of resources than are registered
   */
  public CheapCopies(ObjectMapper mapper, boolean searchClassloaders) {
    super(mapper, searchClassloaders);
  }

  @Override
  @SuppressWarnings("unchecked") // it is of the class that was given
  public <T> T clone(T resource) {
    return resource instanceof TransferJob job ? (T) copy(job) : super.clone(resource);
  }

  private static TransferJob copy(TransferJob job) {
    var copy = new TransferJob();
    copy.setMetadata(new ObjectMetaBuilder(job.getMetadata()).build());
    copy.setSpec(job.getSpec());
    copy.setStatus(job.getStatus());
    return copy;
  }
}
