package dev.transferjob.api;

/** How an image is resized. */
public enum Interpolation {
  Bilinear,
  Bicubic
}
