package dev.transferjob.trainer.train;

import dev.transferjob.api.ExitCode;
import dev.transferjob.trainer.DurableFiles;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.VerifiedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checkpoints as verified folders, each named after its step. */
public final class CheckpointStore {
  private final Path folder;
  private final int keepLast;

  public CheckpointStore(Path folder, int keepLast) {
    this.folder = folder;
    this.keepLast = keepLast;
  }

  /** A complete checkpoint on disk; {@code sha256} is that of its manifest. */
  public record Stored(long step, Path folder, String sha256) {
    public Path file(String name) {
      return folder.resolve(name);
    }
  }

  /**
   * Writes a checkpoint, reads it back to verify it, and removes the oldest ones.
   *
   * @throws TrainerException with {@link ExitCode#OUTPUT_FAILED} if the disk does not take it
   */
  public Stored save(long step, Map<String, DurableFiles.Content> files) {
    Path complete = folder.resolve(Long.toString(step));
    try {
      VerifiedFolder.write(complete, files);
      prune();
      return new Stored(step, complete, VerifiedFolder.digest(complete));
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.OUTPUT_FAILED,
          "the checkpoint %s cannot be written (%s); check the free space of the output's claim"
              .formatted(complete, e.getMessage()),
          e);
    }
  }

  /**
   * The newest checkpoint whose hashes all match, or nothing if there is none at all.
   *
   * @throws TrainerException with {@link ExitCode#CHECKPOINT_CORRUPT} if there are some but none
   *     verifies
   */
  public Optional<Stored> newest() {
    try {
      List<Long> steps = steps();
      for (long step : steps) {
        Path candidate = folder.resolve(Long.toString(step));
        if (VerifiedFolder.verifies(candidate)) {
          return Optional.of(new Stored(step, candidate, VerifiedFolder.digest(candidate)));
        }
      }
      if (steps.isEmpty()) {
        return Optional.empty();
      }
      throw new TrainerException(
          ExitCode.CHECKPOINT_CORRUPT,
          "none of the checkpoints %s in %s is intact; check the volume, then delete that folder to"
                  .formatted(steps, folder)
              + " train from the start");
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.TEMPORARY_FAILURE,
          "the checkpoints in %s cannot be read (%s)".formatted(folder, e.getMessage()),
          e);
    }
  }

  private void prune() throws IOException {
    List<Long> steps = steps();
    for (long step : steps.subList(Math.min(keepLast, steps.size()), steps.size())) {
      DurableFiles.delete(folder.resolve(Long.toString(step)));
    }
  }

  /** Newest first. */
  private List<Long> steps() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("\\d{1,18}"))
          .map(Long::valueOf)
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }
}
