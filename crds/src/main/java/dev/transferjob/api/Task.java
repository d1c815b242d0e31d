package dev.transferjob.api;

/** What the network learns to do. */
public enum Task {
  ImageClassification
}
