package dev.transferjob.trainer.train;

import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.Checkpoint;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.trainer.DurableFiles;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.model.Safetensors;
import dev.transferjob.trainer.output.Fence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Saves and finds a job's state with its tensors, and knows when it is time to. */
public final class Checkpointer {
  private static final String STATE = "state.json";
  private static final String TENSORS = ".safetensors";

  private final CheckpointStore store;
  private final Fence fence;
  private final Clock clock;
  private final Duration every;
  private long lastNanos = System.nanoTime();

  public Checkpointer(CheckpointStore store, Fence fence, Clock clock, Duration every) {
    this.store = store;
    this.fence = fence;
    this.clock = clock;
    this.every = every;
  }

  /** A checkpoint to go on from. */
  public record Saved(TrainingState state, CheckpointStore.Stored stored) {

    /** Tensors by name, if the checkpoint has a set of this name. */
    public Optional<Map<String, TensorData>> tensors(String set) {
      Path file = stored.file(set + TENSORS);
      try {
        return Files.exists(file) ? Optional.of(Safetensors.read(file)) : Optional.empty();
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
  }

  public boolean isDue() {
    return System.nanoTime() - lastNanos >= every.toNanos();
  }

  /**
   * Makes sure that this attempt may still write.
   *
   * @throws TrainerException if a newer attempt has taken over
   */
  public void requireOwnership() {
    fence.check();
  }

  /** Writes and verifies a checkpoint, unless a newer attempt has taken over. */
  public Checkpoint save(TrainingState state, Map<String, Map<String, TensorData>> sets) {
    fence.check();
    var files = new LinkedHashMap<String, DurableFiles.Content>();
    sets.forEach(
        (set, tensors) ->
            files.put(set + TENSORS, out -> Safetensors.write(tensors, Map.of(), out)));
    files.put(STATE, out -> out.write(ProtocolJson.mapper().writeValueAsBytes(state)));
    CheckpointStore.Stored stored = store.save(state.step(), files);
    lastNanos = System.nanoTime();
    return new Checkpoint(state.step(), state.lastEpoch(), stored.sha256(), clock.instant());
  }

  /**
   * The newest intact checkpoint of this very job (spec, data, weights). If it is of another one,
   * as after a change of the spec, all are removed: its steps would pass for newer ones.
   */
  public Optional<Saved> newest(String job) {
    Optional<Saved> newest = store.newest().map(Checkpointer::saved);
    if (newest.filter(saved -> !saved.state().job().equals(job)).isEmpty()) {
      return newest;
    }
    fence.check();
    store.clear();
    return Optional.empty();
  }

  private static Saved saved(CheckpointStore.Stored stored) {
    Path file = stored.file(STATE);
    try {
      return new Saved(
          ProtocolJson.mapper().readValue(Files.readAllBytes(file), TrainingState.class), stored);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static TrainerException unreadable(Path file, IOException cause) {
    return new TrainerException(
        ExitCode.TEMPORARY_FAILURE,
        "the checkpoint's %s cannot be read (%s)".formatted(file, cause.getMessage()),
        cause);
  }
}
