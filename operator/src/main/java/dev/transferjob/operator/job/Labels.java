package dev.transferjob.operator.job;

import dev.transferjob.api.TransferJob;
import java.util.Map;
import java.util.TreeMap;

/** The labels of Jobs and pods, by which the operator finds its own. */
public final class Labels {
  /** What the labels begin with that are read. */
  public static final String OWN = "transferjob.dev/";

  public static final String NAME = OWN + "name";
  public static final String UID = OWN + "uid";
  public static final String RUN = OWN + "run";

  /** Selects the Jobs and pods of all TransferJobs. */
  public static final String SELECTOR = "app.kubernetes.io/managed-by=transferjob-operator";

  private Labels() {}

  static Map<String, String> of(TransferJob resource, Run run) {
    var labels = new TreeMap<String, String>();
    labels.put("app.kubernetes.io/name", "transferjob-trainer");
    labels.put("app.kubernetes.io/instance", resource.getMetadata().getName());
    labels.put("app.kubernetes.io/managed-by", "transferjob-operator");
    labels.put(NAME, resource.getMetadata().getName());
    labels.put(UID, resource.getMetadata().getUid());
    labels.put(RUN, Integer.toString(run.number()));
    return labels;
  }
}
