package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The processes of a cluster, by name, in a file that outlives the supervisor. */
final class ProcessRecords {
  static final String SUPERVISOR = "supervisor";

  /** The first process of a node; when it ends, the kernel ends all others of the node. */
  static final String NODE = "node";

  private final Path file;

  ProcessRecords(Path file) {
    this.file = file;
  }

  synchronized void record(String name, ProcessIdentity process) {
    var all = new Properties();
    read().forEach((key, value) -> all.setProperty(key, value.toString()));
    all.setProperty(name, process.toString());
    Atomically.write(file, out -> all.store(out, "name = pid, start in clock ticks, boot"));
  }

  Map<String, ProcessIdentity> read() {
    var text = new Properties();
    try (var in = Files.newInputStream(file)) {
      text.load(in);
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var records = new TreeMap<String, ProcessIdentity>();
    text.forEach(
        (name, value) -> records.put((String) name, ProcessIdentity.parse((String) value)));
    return records;
  }

  Optional<ProcessIdentity> alive(String name) {
    return Optional.ofNullable(read().get(name)).filter(ProcessIdentity::isAlive);
  }
}
