package dev.transferjob.api;

/** Which layers are trained. */
public enum TrainableMode {
  All,
  HeadOnly,
  LastN,
  Pattern
}
