package dev.transferjob.cluster;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a cluster of this machine is.
 *
 * @param name its name
 * @param supervisor the process that watches it; empty when that has died
 * @param ready whether it can be used
 * @param node whether it can run pods
 * @param addons what it has beside Kubernetes
 */
record ClusterStatus(
    String name,
    Optional<ProcessIdentity> supervisor,
    boolean ready,
    boolean node,
    Set<Addon> addons) {

  static ClusterStatus of(ClusterFolder folder) {
    var processes = folder.processes();
    return new ClusterStatus(
        folder.name(),
        processes.alive(ProcessRecords.SUPERVISOR),
        Files.exists(folder.ready()),
        processes.alive(ProcessRecords.NODE).isPresent(),
        folder.addons());
  }

  /** Whether it was started by {@code up}, and not by a test that still uses it. */
  boolean detached() {
    return supervisor
        .flatMap(it -> ProcessHandle.of(it.pid()))
        .flatMap(it -> it.info().arguments())
        .filter(arguments -> Arrays.asList(arguments).contains(SuperviseCommand.NAME))
        .isPresent();
  }

  private String with() {
    return addons.stream()
        .map(addon -> ", with " + addon.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    var kind = (node ? "with a node" : "control plane only") + with();
    return supervisor
        .map(
            it ->
                "%s: %s, %s, pid %d".formatted(name, ready ? "ready" : "starting", kind, it.pid()))
        .orElse(name + ": its supervisor has died; \"down\" removes what is left");
  }
}
