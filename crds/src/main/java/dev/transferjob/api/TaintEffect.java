package dev.transferjob.api;

/** What a taint does to a pod that does not tolerate it. */
public enum TaintEffect {
  NoSchedule,
  PreferNoSchedule,
  NoExecute
}
