package dev.transferjob.api;

/** What brings the two domains together. */
public enum AdaptationAlgorithm {
  DANN,
  CDAN,
  MMD,
  CORAL,
  MCC
}
