package dev.transferjob.api;

/** How an epoch is judged by the target's images without their labels. */
public enum AdaptationValidator {
  Entropy,
  InformationMaximization,
  SND
}
