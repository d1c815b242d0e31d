package dev.transferjob.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A process from its start to its end.
 *
 * @param lines of its standard output, and what its memory was when each came
 * @param peak MiB, looked at four times a second
 */
record Measured(double seconds, List<Line> lines, double peak) {
  private static final int PERIOD = 250;

  /** A line, and the process' memory when it was read. */
  record Line(String text, ProcessMemory memory) {}

  /**
   * Runs it.
   *
   * @throws IOException if it ends with another code than 0
   */
  static Measured of(ProcessBuilder builder) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = builder.redirectErrorStream(true).start();
    var last = new AtomicReference<>(new ProcessMemory(0, 0, 0));
    Thread watcher = Thread.ofVirtual().start(() -> watch(process, last));
    var lines = new ArrayList<Line>();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var text = out.readLine(); text != null; text = out.readLine()) {
        lines.add(new Line(text, look(process, last)));
      }
    }
    int exit = process.waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    watcher.join();
    var measured = new Measured(seconds, List.copyOf(lines), last.get().peak());
    if (exit != 0) {
      throw new IOException("the process ended with " + exit + ": " + measured.log());
    }
    return measured;
  }

  String log() {
    return String.join("\n", lines.stream().map(Line::text).toList());
  }

  private static void watch(Process process, AtomicReference<ProcessMemory> last) {
    try {
      while (!process.waitFor(PERIOD, TimeUnit.MILLISECONDS)) {
        look(process, last);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process' memory, or its last if it has just ended. */
  private static ProcessMemory look(Process process, AtomicReference<ProcessMemory> last) {
    return last.updateAndGet(
        before -> {
          var now = ProcessMemory.ifAlive(process);
          return now.filter(it -> it.peak() >= before.peak()).orElse(before);
        });
  }
}
