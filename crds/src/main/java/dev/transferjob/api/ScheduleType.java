package dev.transferjob.api;

/** How the learning rate changes over the training. */
public enum ScheduleType {
  Constant,
  Cosine,
  OneCycle,
  Step,
  Linear
}
