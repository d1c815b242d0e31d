package dev.transferjob.trainer.output;

import dev.transferjob.api.ExistingResult;
import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.Result;
import dev.transferjob.trainer.DurableFiles;
import dev.transferjob.trainer.FileManifest;
import dev.transferjob.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that a job writes. Its result appears complete: it is made in a hidden folder, renamed
 * there once all is synced, and then moved file by file, the manifest last; a crash on the way is
 * finished by the next attempt. State that only retries need lies in {@code .transferjob/<uid>}.
 */
public final class OutputFolder {
  private static final String STATE = ".transferjob";
  private static final String RESULT = "result.json";
  private static final String READY = "export";
  private static final String UNFINISHED = ".tmp-export";
  private static final Set<String> IGNORED = Set.of(STATE, "lost+found");

  private final Path folder;
  private final Path state;
  private final Owner owner;
  private final Clock clock;

  private OutputFolder(Path folder, Owner owner, Clock clock) {
    this.folder = folder;
    this.state = folder.resolve(STATE).resolve(owner.uid());
    this.owner = owner;
    this.clock = clock;
  }

  /**
   * Who wants to write.
   *
   * @param uid of the TransferJob
   * @param recipe digest of what it asks for
   */
  public record Owner(String uid, String recipe, ExistingResult existing) {}

  /**
   * What {@code result.json} holds: whose result this is, and of which recipe. Its digest is the
   * manifest's.
   */
  record StoredResult(String uid, String recipe, Result result) {}

  /** A result that is there already; {@code uid} is that of the TransferJob that made it. */
  public record Finished(String uid, Result result) {}

  /** Fills a folder with the result's files. */
  @FunctionalInterface
  public interface Exporter {
    void export(Path folder) throws IOException;
  }

  /**
   * Opens the folder for one TransferJob.
   *
   * @throws TrainerException with {@link ExitCode#OUTPUT_CONFLICT} if another job writes there or
   *     it holds something else
   */
  public static OutputFolder open(Path folder, Owner owner, Clock clock) throws IOException {
    var output = new OutputFolder(folder, owner, clock);
    output.refuseLiveNeighbour();
    if (Files.isDirectory(output.state.resolve(READY))) {
      output.publish();
    }
    output.refuseForeignFiles();
    Files.createDirectories(output.state);
    DurableFiles.delete(output.state.resolve(UNFINISHED));
    return output;
  }

  /**
   * The result of this very job, or of another one that asked for the same; that one is not taken
   * where it is to be replaced.
   */
  public Optional<Finished> finished() throws IOException {
    Optional<StoredResult> stored = stored().filter(this::isTaken);
    return stored.isEmpty() || !Files.exists(folder.resolve(FileManifest.NAME))
        ? Optional.empty()
        : Optional.of(
            new Finished(
                stored.get().uid(),
                withDigest(stored.get().result(), FileManifest.digest(folder))));
  }

  private boolean isTaken(StoredResult stored) {
    return owner.uid().equals(stored.uid())
        || (owner.existing() == ExistingResult.Reuse && owner.recipe().equals(stored.recipe()));
  }

  private Optional<StoredResult> stored() throws IOException {
    Path file = folder.resolve(RESULT);
    return Files.exists(file)
        ? Optional.of(ProtocolJson.mapper().readValue(Files.readAllBytes(file), StoredResult.class))
        : Optional.empty();
  }

  public Ledger ledger() {
    return new Ledger(state.resolve("ledger.jsonl"), clock);
  }

  /**
   * Takes the folder for an attempt. Two jobs that open it at once look for each other again after
   * they have shown themselves, so that at most one of them goes on.
   *
   * @throws TrainerException with {@link ExitCode#OUTPUT_CONFLICT} if another job has taken it
   */
  public Fence fence(int attempt, String pod) throws IOException {
    Fence fence = Fence.take(state, new Fence.Owner(owner.uid(), attempt, pod), clock);
    try {
      refuseLiveNeighbour();
    } catch (TrainerException e) {
      fence.release();
      throw e;
    }
    return fence;
  }

  public Path checkpoints() {
    return state.resolve("checkpoints");
  }

  /** Where features are kept for retries. */
  public Path features() {
    return state.resolve("features");
  }

  /**
   * Writes the result, complete or not at all, and removes what only retries needed.
   *
   * @return {@code result} with the digest of what was written
   */
  public Result write(Result result, Exporter exporter) throws IOException {
    Path unfinished = state.resolve(UNFINISHED);
    DurableFiles.delete(unfinished);
    Files.createDirectories(unfinished);
    exporter.export(unfinished);
    var stored = new StoredResult(owner.uid(), owner.recipe(), result);
    byte[] json = ProtocolJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(stored);
    Files.write(unfinished.resolve(RESULT), json);
    ReadableFiles.settle(unfinished);
    FileManifest.write(unfinished);
    ReadableFiles.settle(unfinished);
    DurableFiles.syncFolder(unfinished);
    DurableFiles.rename(unfinished, state.resolve(READY));
    String digest = publish();
    DurableFiles.delete(checkpoints());
    DurableFiles.delete(features());
    return withDigest(result, digest);
  }

  private String publish() throws IOException {
    removeReplaced();
    Path ready = state.resolve(READY);
    for (Path file : list(ready)) {
      if (!file.endsWith(FileManifest.NAME)) {
        DurableFiles.rename(file, folder.resolve(file.getFileName()));
      }
    }
    if (Files.exists(ready.resolve(FileManifest.NAME))) {
      DurableFiles.rename(ready.resolve(FileManifest.NAME), folder.resolve(FileManifest.NAME));
    }
    DurableFiles.delete(ready);
    return FileManifest.digest(folder);
  }

  /** The manifest goes last, so that a crash on the way leaves the names of what is to go. */
  private void removeReplaced() throws IOException {
    if (owner.existing() != ExistingResult.Replace
        || !Files.exists(folder.resolve(FileManifest.NAME))
        || stored().filter(stored -> owner.uid().equals(stored.uid())).isPresent()) {
      return;
    }
    Files.deleteIfExists(folder.resolve(RESULT));
    for (String name : FileManifest.read(folder).keySet()) {
      if (!name.contains("/")) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
    Files.delete(folder.resolve(FileManifest.NAME));
  }

  private void refuseLiveNeighbour() throws IOException {
    for (Path other : list(folder.resolve(STATE))) {
      if (!other.equals(state) && Fence.isLive(other, clock)) {
        throw conflict(
            "another TransferJob (uid %s) is writing there".formatted(other.getFileName()));
      }
    }
  }

  private void refuseForeignFiles() throws IOException {
    List<Path> found =
        list(folder).stream()
            .filter(entry -> !IGNORED.contains(entry.getFileName().toString()))
            .toList();
    if (found.isEmpty()) {
      return;
    }
    StoredResult stored =
        stored()
            .orElseThrow(
                () ->
                    conflict(
                        "it holds something else (%s)".formatted(found.getFirst().getFileName())));
    if (owner.existing() != ExistingResult.Replace && !isTaken(stored)) {
      throw conflict(
          "it holds the result of another TransferJob (uid %s), which asked for something else"
              .formatted(stored.uid()));
    }
  }

  private TrainerException conflict(String why) {
    return new TrainerException(
        ExitCode.OUTPUT_CONFLICT,
        "output.uri: %s cannot be used: %s; name an empty folder, or replace a finished result"
                .formatted(folder, why)
            + " with output.existingResult: Replace");
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static Result withDigest(Result result, String sha256) {
    return new Result(
        result.uri(),
        sha256,
        result.classes(),
        result.exact(),
        result.split(),
        result.samples(),
        result.metrics(),
        result.untouched(),
        result.baseline(),
        result.gain(),
        result.candidates(),
        result.adaptation(),
        result.duplicates());
  }
}
