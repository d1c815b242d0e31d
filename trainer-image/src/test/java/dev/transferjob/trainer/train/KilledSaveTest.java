package dev.transferjob.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.trainer.DurableFiles;
import dev.transferjob.trainer.VerifiedFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at a hundred points of a save: what was told to be saved is there, whole. */
class KilledSaveTest {
  private static final int KILLS = 100;
  private static final int FILES = 4;
  private static final int BYTES = 256 << 10;

  @TempDir Path folder;

  /** Saves without a pause, and tells each save when it is done. */
  static final class Saver {
    private Saver() {}

    public static void main(String[] arguments) {
      var store = new CheckpointStore(Path.of(arguments[0]), 1);
      long step = store.newest().map(CheckpointStore.Stored::step).orElse(0L);
      while (true) {
        step++;
        store.save(step, content(step));
        System.out.println(step);
      }
    }
  }

  private static Map<String, DurableFiles.Content> content(long step) {
    var files = new LinkedHashMap<String, DurableFiles.Content>();
    for (int i = 0; i < FILES; i++) {
      int file = i;
      files.put("part" + i, out -> out.write(bytes(step, file)));
    }
    return files;
  }

  private static byte[] bytes(long step, int file) {
    byte[] bytes = new byte[BYTES];
    new SplittableRandom(step * FILES + file).nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatWasToldToBeSavedIsThereWhole() throws Exception {
    long told = 0;
    long nanos = 0;
    int halves = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      // When
      var saver = start();
      try (var output = saver.inputReader()) {
        told = next(output);
        long before = System.nanoTime();
        told = next(output);
        nanos = Math.max(nanos, System.nanoTime() - before);
        TimeUnit.NANOSECONDS.sleep(nanos * kill / KILLS);
        // Process.destroyForcibly would close the output too.
        saver.toHandle().destroyForcibly();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          told = Long.parseLong(line);
        }
      } finally {
        saver.destroyForcibly();
      }

      // Then
      var newest = new CheckpointStore(folder, 1).newest();
      assertThat(newest.map(CheckpointStore.Stored::step))
          .isIn(Optional.of(told), Optional.of(told + 1));
      for (int i = 0; i < FILES; i++) {
        assertThat(newest.orElseThrow().file("part" + i))
            .hasBinaryContent(bytes(newest.orElseThrow().step(), i));
      }
      halves += leftHalf() ? 1 : 0;
    }
    System.out.printf("%d of %d kills left half a checkpoint%n", halves, KILLS);
    assertThat(halves).isPositive();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Saver.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long next(BufferedReader output) throws IOException {
    return Long.parseLong(output.readLine());
  }

  private boolean leftHalf() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.anyMatch(
          entry -> entry.getFileName().toString().startsWith(VerifiedFolder.TEMPORARY));
    }
  }
}
