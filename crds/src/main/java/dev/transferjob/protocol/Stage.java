package dev.transferjob.protocol;

/** What the trainer is doing. */
public enum Stage {
  Loading,
  CachingFeatures,
  HeadWarmup,
  Training,
  Baseline,
  Evaluating,
  Exporting
}
