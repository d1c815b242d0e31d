package dev.transferjob.api;

/** How an epoch is judged by the target's images without their labels. */
public enum AdaptationValidator {
  Entropy("entropy", false),
  InformationMaximization("informationMaximization", true),
  SND("snd", true);

  private final String metric;
  private final boolean isHigherBetter;

  AdaptationValidator(String metric, boolean isHigherBetter) {
    this.metric = metric;
    this.isHigherBetter = isHigherBetter;
  }

  /** The name of its score among the metrics. */
  public String metric() {
    return metric;
  }

  public boolean isHigherBetter() {
    return isHigherBetter;
  }
}
