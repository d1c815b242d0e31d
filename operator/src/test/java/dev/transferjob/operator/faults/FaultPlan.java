package dev.transferjob.operator.faults;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is done to a TransferJob, and what goes wrong meanwhile; a file can hold it. */
record FaultPlan(Workload workload, List<Injection> injections) {

  /** One fault at one moment. */
  record Injection(Point at, Fault fault) {}

  FaultPlan {
    injections = List.copyOf(injections);
  }

  /** Good as the name of a file. */
  String name() {
    return injections.stream()
        .map(i -> i.at().what() + "-" + i.at().nth() + "-" + i.fault())
        .collect(Collectors.joining("-", workload + "-", ""))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-");
  }

  /** Writes the plan to be replayed, and beside it what came of it; the plan's file. */
  Path write(Path folder, String story) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name() + ".txt"), story);
      return Files.writeString(folder.resolve(name() + ".json"), Serialization.asJson(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FaultPlan read(Path file) {
    try {
      return Serialization.unmarshal(Files.readString(file), FaultPlan.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
