package dev.transferjob.api;

/** How knowledge is transferred. */
public enum Method {
  FeatureExtraction,
  FineTuning,
  DomainAdaptation,
  FromScratch
}
