package dev.transferjob.bench;

import dev.transferjob.api.Architecture;
import dev.transferjob.images.NativeTuning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A training step, float32, batch 16 at 224 px, against eager PyTorch on the same cores: as most
 * people write it, and at its best. Three processes take turns, so that each round compares steps
 * of the same seconds.
 *
 * @param rounds how often all three take their turn
 */
record StepBenchmark(Architecture architecture, int rounds) implements Benchmark {
  private static final int BATCH = 16;
  private static final int SIZE = 224;
  private static final int STEPS = 3;

  /**
   * glibc keeps large blocks mapped. Threads may spin at barriers: on a quiet machine that is best.
   */
  private static final Map<String, String> PEERS_BEST =
      Map.of(
          "MALLOC_MMAP_THRESHOLD_", "1073741824",
          "MALLOC_TRIM_THRESHOLD_", "8589934592",
          "MALLOC_ARENA_MAX", "1");

  @Override
  public String name() {
    return "step-" + architecture;
  }

  @Override
  public List<Figure> run() throws Exception {
    var python = Peer.python();
    if (python.isEmpty()) {
      return List.of(Figure.skipped(name(), Peer.ABSENT));
    }
    try (var ours = new Worker(ourCommand(), NativeTuning.ENVIRONMENT);
        var usual = new Worker(peerCommand(python.get(), "usual"), Map.of());
        var best = new Worker(peerCommand(python.get(), "best"), PEERS_BEST)) {
      return compare(ours, usual, best);
    }
  }

  private List<Figure> compare(Worker ours, Worker usual, Worker best) {
    double[][] milliseconds = new double[3][rounds];
    var workers = List.of(ours, usual, best);
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < 3; turn++) {
        int who = (round + turn) % 3; // no worker always follows the same other
        milliseconds[who][round] = workers.get(who).medianOf(STEPS);
      }
    }
    double step = new Samples(milliseconds[0]).median();
    return List.of(
        figure("usual", step, Ratio.ofRounds(milliseconds[1], milliseconds[0]), ">= 1.2x"),
        figure(
            "best",
            step,
            Ratio.ofRounds(milliseconds[2], milliseconds[0]),
            "interval from >= 0.95x"));
  }

  private Figure figure(String variant, double step, Ratio ratio, String goal) {
    return Figure.against(
        "eager PyTorch, " + variant,
        name() + "-" + variant,
        step,
        "ms",
        ratio.mean(),
        goal,
        ratio.interval());
  }

  private List<String> ourCommand() {
    return Worker.trainer(architecture, BATCH, SIZE);
  }

  private List<String> peerCommand(Path python, String variant) {
    var command = new ArrayList<>(List.of(python.toString(), Peer.script().toString()));
    command.addAll(
        List.of(architecture.name(), Integer.toString(BATCH), Integer.toString(SIZE), variant));
    return command;
  }
}
