package dev.transferjob.operator.queue;

/** The labels by which Kueue knows a Job. */
public final class KueueLabels {
  /**
   * The LocalQueue, in the Job's namespace. Never on pods: Kueue would queue those by themselves.
   */
  public static final String QUEUE = "kueue.x-k8s.io/queue-name";

  /** The WorkloadPriorityClass; may be changed at any time, but not be added or removed. */
  public static final String PRIORITY = "kueue.x-k8s.io/priority-class";

  /** An annotation of the Workload: what is added to its priority. */
  public static final String BOOST = "kueue.x-k8s.io/priority-boost";

  private KueueLabels() {}
}
