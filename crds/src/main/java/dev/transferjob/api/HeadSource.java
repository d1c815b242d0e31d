package dev.transferjob.api;

/** Where the head's weights come from. */
public enum HeadSource {
  /** A new head with random weights for the classes of the training data. */
  New,
  /** The head that came with the weights; the classes must be the same. */
  Pretrained
}
