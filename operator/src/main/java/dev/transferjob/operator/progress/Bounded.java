package dev.transferjob.operator.progress;

import java.util.LinkedHashMap;
import java.util.Map;

/** Forgets the entry that was used least recently when it is full. Not thread-safe. */
final class Bounded<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;
  private final int capacity;

  Bounded(int capacity) {
    super(16, 0.75f, true);
    this.capacity = capacity;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > capacity;
  }
}
