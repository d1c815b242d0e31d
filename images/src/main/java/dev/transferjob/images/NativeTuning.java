package dev.transferjob.images;

import java.util.List;
import java.util.Map;

/**
 * What makes libtorch fast and memory small on a CPU; read when a process starts.
 * docs/performance.md measures it.
 */
public final class NativeTuning {
  /**
   * glibc gives large blocks back at each free and faults them in again at each step; both
   * thresholds act in the main arena only. Passive threads leave the core to others at barriers.
   */
  public static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MALLOC_MMAP_THRESHOLD_", "1073741824",
          "MALLOC_TRIM_THRESHOLD_", "8589934592",
          "MALLOC_ARENA_MAX", "1",
          "OMP_WAIT_POLICY", "passive");

  /**
   * Native memory is the network's; the heap only holds samples on their way to it. These die
   * young, so that a larger young generation would only be more pages that are touched.
   */
  public static final List<String> HEAP = List.of("-XX:+UseSerialGC", "-XX:MaxNewSize=48m");

  private NativeTuning() {}
}
