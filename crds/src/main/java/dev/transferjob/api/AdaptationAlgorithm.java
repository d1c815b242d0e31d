package dev.transferjob.api;

/** What draws the two domains together. */
public enum AdaptationAlgorithm {
  DANN("0.1"),
  CDAN("0.1"),
  MMD("1"),
  CORAL("100"),
  MCC("1");

  private final String usualTradeOff;

  AdaptationAlgorithm(String usualTradeOff) {
    this.usualTradeOff = usualTradeOff;
  }

  /** The weight where the spec names none. */
  String usualTradeOff() {
    return usualTradeOff;
  }
}
