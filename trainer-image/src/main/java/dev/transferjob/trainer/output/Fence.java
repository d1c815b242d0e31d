package dev.transferjob.trainer.output;

import com.fasterxml.jackson.core.JacksonException;
import dev.transferjob.api.ExitCode;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.trainer.DurableFiles;
import dev.transferjob.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may write below an output folder: the newest attempt. Its file is touched while the attempt
 * lives, so that another job can tell a live owner from a dead one.
 */
public final class Fence {
  static final String NAME = "fence.json";
  private static final Duration DEAD_AFTER = Duration.ofMinutes(2);

  private final Path file;
  private final Owner owner;
  private final Clock clock;

  /** What the file holds. */
  record Owner(String uid, int attempt, String pod) {}

  private Fence(Path file, Owner owner, Clock clock) {
    this.file = file;
    this.owner = owner;
    this.clock = clock;
  }

  /** Takes the folder for an attempt; older attempts will see that. */
  static Fence take(Path folder, Owner owner, Clock clock) throws IOException {
    byte[] json = ProtocolJson.mapper().writeValueAsBytes(owner);
    Path file = folder.resolve(NAME);
    DurableFiles.replace(file, out -> out.write(json));
    return new Fence(file, owner, clock);
  }

  /** Whether {@code folder} belongs to an attempt that was alive a short while ago. */
  static boolean isLive(Path folder, Clock clock) throws IOException {
    Path file = folder.resolve(NAME);
    return Files.exists(file)
        && Files.getLastModifiedTime(file).toInstant().isAfter(clock.instant().minus(DEAD_AFTER));
  }

  /**
   * Call before every write.
   *
   * @throws TrainerException if another attempt has taken the folder, also if it has ended since
   */
  public void check() {
    Optional<Owner> found = read();
    if (found.filter(owner::equals).isEmpty()) {
      String other =
          found
              .map(newer -> "attempt %d (pod %s) has".formatted(newer.attempt(), newer.pod()))
              .orElse("an attempt that has ended since had");
      throw new TrainerException(
          ExitCode.TEMPORARY_FAILURE,
          "%s taken over; this one, %d, stops without writing".formatted(other, owner.attempt()));
    }
  }

  /** Shows that the attempt lives. */
  public void touch() throws IOException {
    if (read().filter(owner::equals).isPresent()) {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }
  }

  /** Gives the folder back, if it is still this attempt's. */
  public void release() throws IOException {
    if (read().filter(owner::equals).isPresent()) {
      Files.deleteIfExists(file);
    }
  }

  private Optional<Owner> read() {
    try {
      return Optional.of(ProtocolJson.mapper().readValue(Files.readAllBytes(file), Owner.class));
    } catch (NoSuchFileException | JacksonException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new TrainerException(
          ExitCode.OUTPUT_FAILED,
          "%s cannot be read (%s); check the output's claim".formatted(file, e.getMessage()),
          e);
    }
  }
}
