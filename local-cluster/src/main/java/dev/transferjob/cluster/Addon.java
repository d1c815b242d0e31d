package dev.transferjob.cluster;

/** What a cluster can have beside Kubernetes. */
public enum Addon {
  /** Queues jobs by quota. */
  KUEUE
}
