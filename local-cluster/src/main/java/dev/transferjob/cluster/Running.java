package dev.transferjob.cluster;

/** Something of a cluster that runs until it is closed. */
interface Running extends AutoCloseable {
  @Override
  void close();
}
