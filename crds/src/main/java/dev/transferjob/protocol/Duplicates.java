package dev.transferjob.protocol;

/**
 * Files of one content, which make training data smaller and a score better than it looks.
 *
 * @param training training files whose content an earlier one has
 * @param measured files that the result was measured on whose content was trained on too
 */
public record Duplicates(int training, int measured) {

  /** Whether there are any. */
  public boolean any() {
    return training + measured > 0;
  }
}
