package dev.transferjob.api;

/** How samples are stored. */
public enum DataFormat {
  /** One folder a class, named after it, with its images. */
  ImageFolder
}
