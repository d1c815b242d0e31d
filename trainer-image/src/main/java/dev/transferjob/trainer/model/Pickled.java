package dev.transferjob.trainer.model;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.TensorData;
import java.util.List;

/** What a state dict's pickle may hold besides dictionaries, lists, texts and numbers. */
sealed interface Pickled {

  /** A class or function by name; nothing is ever looked up or called by it. */
  record Global(String module, String name) implements Pickled {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  /** The values of one or more tensors, kept elsewhere in the file. */
  record Storage(String key, String type) implements Pickled {}

  /** A view of a storage. */
  record Tensor(Storage storage, long offset, List<Long> size, List<Long> stride)
      implements Pickled {

    /**
     * Picks the tensor's values out of its storage.
     *
     * @throws IllegalArgumentException if it reaches beyond the storage
     */
    TensorData of(float[] values) {
      long count = 1;
      long last = offset;
      for (int i = 0; i < size.size(); i++) {
        count = Math.multiplyExact(count, size.get(i));
        last = Math.addExact(last, Math.multiplyExact(size.get(i) - 1, stride.get(i)));
      }
      if (count < 0 || count > values.length || offset < 0 || last >= values.length || negative()) {
        throw new IllegalArgumentException("reaches beyond its storage");
      }
      float[] picked = new float[(int) count];
      if (count > 0) {
        pick(values, picked, 0, 0, (int) offset);
      }
      return new TensorData(new Shape(size.stream().mapToLong(Long::longValue).toArray()), picked);
    }

    private boolean negative() {
      return size.stream().anyMatch(n -> n < 0) || stride.stream().anyMatch(n -> n < 0);
    }

    /** Copies the rows below one index of the dimensions before {@code dimension}. */
    private int pick(float[] from, float[] to, int next, int dimension, int position) {
      if (dimension == size.size()) {
        to[next] = from[position];
        return next + 1;
      }
      int step = stride.get(dimension).intValue();
      int at = next;
      for (int i = 0; i < size.get(dimension); i++) {
        at = pick(from, to, at, dimension + 1, position + i * step);
      }
      return at;
    }
  }
}
