package dev.transferjob.api;

/** What the best epoch is chosen by; named as in the status. */
public enum SelectionMetric {
  accuracy(true),
  macroF1(true),
  loss(false);

  private final boolean isHigherBetter;

  SelectionMetric(boolean isHigherBetter) {
    this.isHigherBetter = isHigherBetter;
  }

  public boolean isHigherBetter() {
    return isHigherBetter;
  }
}
