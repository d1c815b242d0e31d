package dev.transferjob.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a quick start leaves that did not come to its end. */
class InterruptedTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Of the cluster's files, and so of the cluster: this machine's own stay untouched. */
  @TempDir private Path state;

  @TempDir private Path logs;

  @AfterEach
  void removeWhatIsLeft() throws Exception {
    down();
  }

  @Test
  void interruptEndsTheCluster() throws Exception {
    Process quickstart = startedUpToTheCluster();

    quickstart.destroy(); // SIGTERM; Java treats a Ctrl-C like it

    assertThat(quickstart.waitFor(PATIENCE)).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void downEndsTheClusterOfKilledQuickStart() throws Exception {
    Process quickstart = startedUpToTheCluster();
    quickstart.destroyForcibly().waitFor();
    assertThat(processes()).as("the cluster outlives its quick start").isPositive();

    assertThat(down()).isZero();

    assertNothingIsLeft();
  }

  private int down() throws IOException, InterruptedException {
    return Program.start(Down.class, environment(), logs.resolve("down")).waitFor();
  }

  private Process startedUpToTheCluster() throws IOException, InterruptedException {
    Path log = logs.resolve("quickstart");
    Process quickstart = Program.start(Main.class, environment(), log);
    Instant limit = Instant.now().plus(PATIENCE);
    while (!Files.readString(log).contains("✓ Kubernetes with one node")) {
      assertThat(quickstart.isAlive() && Instant.now().isBefore(limit))
          .as(Files.readString(log))
          .isTrue();
      Thread.sleep(100);
    }
    return quickstart;
  }

  private Map<String, String> environment() {
    return Map.of("TRANSFERJOB_STATE", state.toString());
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(processes()).isZero();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(state.toString());
    try (var clusters = Files.list(state)) {
      assertThat(clusters.filter(Files::isDirectory)).isEmpty();
    }
  }

  /** Of the cluster: the folder is in all their command lines. */
  private long processes() {
    return ProcessHandle.allProcesses()
        .filter(it -> it.info().commandLine().orElse("").contains(state.toString()))
        .count();
  }
}
