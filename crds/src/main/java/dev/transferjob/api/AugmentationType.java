package dev.transferjob.api;

/** A random change of a training image. */
public enum AugmentationType {
  RandomResizedCrop,
  HorizontalFlip,
  /** Pads by 4 pixels and crops at a random place. */
  RandomCrop
}
