package dev.transferjob.trainer.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.transferjob.protocol.Attempt;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.trainer.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The attempts of one TransferJob over all its runs, a line of JSON when one starts and another
 * when it ends, each on the disk before training goes on. A line torn by a crash is passed over.
 */
public final class Ledger {
  private final Path file;
  private final Clock clock;

  public Ledger(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Records a new attempt, numbered from 1, and returns it. */
  public Attempt start(int run) throws IOException {
    int number = attempts().stream().mapToInt(Attempt::number).max().orElse(0) + 1;
    var attempt = new Attempt(run, number, clock.instant(), null, 0, null);
    append(attempt);
    return attempt;
  }

  public void end(Attempt attempt, long step, String reason) throws IOException {
    append(
        new Attempt(
            attempt.run(), attempt.number(), attempt.start(), clock.instant(), step, reason));
  }

  /** All attempts by number, each as its last line says. */
  public List<Attempt> attempts() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    var attempts = new TreeMap<Integer, Attempt>();
    for (String line : Files.readAllLines(file)) {
      parse(line).ifPresent(attempt -> attempts.put(attempt.number(), attempt));
    }
    return List.copyOf(attempts.values());
  }

  private static Optional<Attempt> parse(String line) {
    try {
      return line.isBlank()
          ? Optional.empty()
          : Optional.of(ProtocolJson.mapper().readValue(line, Attempt.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private void append(Attempt attempt) throws IOException {
    // The leading line break parts this line from a torn one before it.
    String line = "\n" + ProtocolJson.mapper().writeValueAsString(attempt) + "\n";
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    DurableFiles.syncFolder(file.getParent());
  }
}
