package dev.transferjob.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The Linux namespaces in which a cluster with a node runs: processes, mounts and network of its
 * own. The kernel ends all of it together with its first process, which ends with this JVM.
 */
final class NodeNamespace implements Launcher, Running {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final ProcessIdentity first;
  private final Network.OwnNamespace network;

  private NodeNamespace(Process process, ProcessIdentity first, Network.OwnNamespace network) {
    this.process = process;
    this.first = first;
    this.network = network;
  }

  static NodeNamespace create(ClusterFolder folder, Path pause) {
    var script = folder.path().resolve("node-init.sh");
    Atomically.write(script, out -> out.write(Resource.bytes("node-init.sh")));
    Cgroups.of(folder.name()).create();
    var process = unshare(folder, script, pause);
    try {
      var first = awaitFirstProcess(folder, process);
      folder.processes().record(ProcessRecords.NODE, first);
      return new NodeNamespace(process, first, Cable.plugInto(first.pid()));
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Process unshare(ClusterFolder folder, Path script, Path pause) {
    try {
      return new ProcessBuilder(
              "unshare",
              "--net",
              "--mount",
              "--pid",
              "--fork",
              "--kill-child",
              "--propagation=slave",
              "--mount-proc",
              "sh",
              script.toString(),
              folder.path().toString(),
              pause.toString())
          .redirectErrorStream(true)
          .redirectOutput(folder.log(ProcessRecords.NODE).toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run unshare", e);
    }
  }

  private static ProcessIdentity awaitFirstProcess(ClusterFolder folder, Process unshare) {
    var done = folder.path().resolve("node-init.done");
    Waiting.until(
        PATIENCE,
        () -> Files.exists(done) || !unshare.isAlive(),
        () -> "The node's namespaces are not ready; see " + folder.log(ProcessRecords.NODE));
    if (!Files.exists(done)) {
      throw new IllegalStateException(
          "Cannot make the node's namespaces; run as root, outside of an unprivileged container: "
              + new Cluster(folder).log(ProcessRecords.NODE, 20));
    }
    var child = unshare.children().findFirst().map(ProcessHandle::pid);
    return child.flatMap(ProcessIdentity::of).orElseThrow();
  }

  Network.OwnNamespace network() {
    return network;
  }

  @Override
  public List<String> command(List<String> command) {
    return enter(first.pid(), command);
  }

  /** Runs a command in the namespaces of a cluster that any process of this machine supervises. */
  static String runIn(ClusterFolder folder, List<String> command) {
    var first =
        folder
            .processes()
            .alive(ProcessRecords.NODE)
            .orElseThrow(
                () -> new IllegalStateException("Cluster " + folder.name() + " has no node."));
    return Command.run(enter(first.pid(), command));
  }

  private static List<String> enter(long pid, List<String> command) {
    var entering =
        new ArrayList<>(List.of("nsenter", "--target=" + pid, "--net", "--mount", "--pid", "--"));
    entering.addAll(command);
    return List.copyOf(entering);
  }

  @Override
  public void close() {
    first.kill();
    process.onExit().join();
  }
}
