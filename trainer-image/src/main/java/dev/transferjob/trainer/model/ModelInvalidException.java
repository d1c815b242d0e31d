package dev.transferjob.trainer.model;

/** The weights cannot be used for the architecture. The message names file, tensor and remedy. */
public final class ModelInvalidException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ModelInvalidException(String message) {
    super(message);
  }

  public ModelInvalidException(String message, Throwable cause) {
    super(message, cause);
  }
}
