package dev.transferjob.operator.transferjob;

import dev.transferjob.api.TransferJob;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The TransferJobs that this process has created a first Job for while their status does not say so
 * yet: where it was refused because the resource had changed, the Job is still to be reckoned with.
 */
@ApplicationScoped
class Created {
  private final Set<String> uids = ConcurrentHashMap.newKeySet();

  void note(TransferJob resource) {
    uids.add(resource.getMetadata().getUid());
  }

  boolean contains(TransferJob resource) {
    var uid = resource.getMetadata().getUid();
    if (StatusRules.stored(resource).run() != null) {
      uids.remove(uid);
    }
    return uids.contains(uid);
  }
}
