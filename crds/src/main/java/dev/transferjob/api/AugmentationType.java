package dev.transferjob.api;

/** A random change of a training image. */
public enum AugmentationType {
  RandomResizedCrop,
  HorizontalFlip,
  RandomCrop,
  ColorJitter,
  RandomDifference,
  RandomErasing
}
