package dev.transferjob.operator.job;

import dev.transferjob.api.TransferJob;
import java.util.Map;

/** The labels of Jobs and pods, by which the operator finds its own. */
public final class Labels {
  public static final String NAME = "transferjob.dev/name";
  public static final String UID = "transferjob.dev/uid";
  static final String RUN = "transferjob.dev/run";

  /** Selects the Jobs and pods of all TransferJobs. */
  public static final String SELECTOR = "app.kubernetes.io/managed-by=transferjob-operator";

  private Labels() {}

  static Map<String, String> of(TransferJob resource, Run run) {
    return Map.of(
        "app.kubernetes.io/name",
        "transferjob-trainer",
        "app.kubernetes.io/instance",
        resource.getMetadata().getName(),
        "app.kubernetes.io/managed-by",
        "transferjob-operator",
        NAME,
        resource.getMetadata().getName(),
        UID,
        resource.getMetadata().getUid(),
        RUN,
        Integer.toString(run.number()));
  }
}
