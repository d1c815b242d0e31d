package dev.transferjob.trainer.train;

import java.nio.ByteBuffer;

/** A table of features, a row a sample. */
public interface FeatureRows {

  int width();

  /** Copies a row, {@link #width} floats in native order, to where {@code target} stands. */
  void copy(int row, ByteBuffer target);
}
