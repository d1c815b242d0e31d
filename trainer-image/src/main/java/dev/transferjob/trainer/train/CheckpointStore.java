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
import java.util.Set;
import java.util.stream.Collectors;
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
   * Writes a checkpoint, reads it back to verify it, and removes the oldest ones, those that it
   * could not go on from, and what a killed attempt left unfinished. One of this step that is
   * already complete stays, since it could not be replaced without a moment with none.
   *
   * @throws TrainerException with {@link ExitCode#OUTPUT_FAILED} if the disk does not take it
   */
  public Stored save(long step, Map<String, DurableFiles.Content> files) {
    Path complete = folder.resolve(Long.toString(step));
    try {
      if (!VerifiedFolder.verifies(complete)) {
        VerifiedFolder.write(complete, files);
      }
      prune(step);
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

  /** Removes all checkpoints: they are of another job. */
  public void clear() {
    try {
      DurableFiles.delete(folder);
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.OUTPUT_FAILED,
          "the checkpoints of an earlier spec in %s cannot be removed (%s)"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private void prune(long saved) throws IOException {
    Set<String> kept =
        steps().stream()
            .filter(step -> step <= saved)
            .limit(keepLast)
            .map(Object::toString)
            .collect(Collectors.toSet());
    for (String name : names()) {
      if (!kept.contains(name)) {
        DurableFiles.delete(folder.resolve(name));
      }
    }
  }

  /** Newest first. */
  private List<Long> steps() throws IOException {
    return names().stream()
        .filter(name -> name.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
