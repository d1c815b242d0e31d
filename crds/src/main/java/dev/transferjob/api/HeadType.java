package dev.transferjob.api;

/** The form of the last layers. */
public enum HeadType {
  Linear,
  Mlp,
  KNearestNeighbors
}
