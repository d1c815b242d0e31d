package dev.transferjob.images;

import java.util.List;
import java.util.Map;

/**
 * What makes libtorch fast and memory small on a CPU; read when a process starts.
 * docs/performance.md measures it.
 */
public final class NativeTuning {
  /** In the images, and where Debian's package libjemalloc2 is installed. */
  private static final String JEMALLOC = "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2";

  /**
   * jemalloc keeps what is freed mapped, in huge pages where the kernel has some, and its holes are
   * filled again: glibc's heap grows by a quarter. Passive threads leave the core to others at
   * barriers.
   */
  public static final Map<String, String> ENVIRONMENT =
      Map.of(
          "LD_PRELOAD",
          JEMALLOC,
          "MALLOC_CONF",
          "narenas:1,dirty_decay_ms:-1,muzzy_decay_ms:-1,thp:always",
          "OMP_WAIT_POLICY",
          "passive");

  /**
   * Native memory is the network's; the heap only holds samples on their way to it. These die
   * young, so that a larger young generation would only be more pages that are touched.
   */
  public static final List<String> HEAP = List.of("-XX:+UseSerialGC", "-XX:MaxNewSize=48m");

  private NativeTuning() {}
}
