package dev.transferjob.api;

/** A form of the finished model that is written on request. */
public enum ModelFormat {
  ONNX
}
