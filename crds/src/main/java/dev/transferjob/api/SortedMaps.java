package dev.transferjob.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Maps in the order of their keys, so that one spec always has one form as text. */
final class SortedMaps {
  private SortedMaps() {}

  static Map<String, String> copyOf(Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
