package dev.transferjob.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor that is killed cannot clean up; the kernel and {@code down} do. */
class KilledSupervisorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NAME = "killed-" + ProcessHandle.current().pid();

  private final ClusterFolder folder =
      new ClusterFolder(Folders.ofThisUser().clusters().resolve(NAME));
  private Process supervisor;

  @AfterEach
  void endSupervisor() throws Exception {
    if (supervisor == null) {
      return;
    }
    supervisor.destroy();
    supervisor.waitFor();
    assertThat(cluster("down", "--name", NAME).waitFor()).isZero();
  }

  @Test
  void controlPlaneEndsWithItsSupervisor() throws Exception {
    // Given
    supervisor = cluster(SuperviseCommand.NAME, "--name", NAME, "--with", "kueue");
    awaitReady();
    var processes = processes();

    // When
    supervisor.destroyForcibly().waitFor();

    // Then
    assertThat(processes).hasSizeGreaterThanOrEqualTo(4);
    await().atMost(PATIENCE).until(() -> processes.stream().noneMatch(ProcessIdentity::isAlive));
    assertThat(cluster("down", "--name", NAME).waitFor()).isZero();
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void nodeLeavesNothingBehind(@TempDir Path temporary) throws Exception {
    // Given
    assumeTrue(Folders.ofThisUser().isRoot(), "Skipped: a cluster with a node needs root.");
    var tablesBefore = Command.run("nft", "list", "tables");
    supervisor = cluster(SuperviseCommand.NAME, "--name", NAME, "--node");
    awaitReady();
    runPod(temporary);
    var processes = processes();
    var cable = cable();

    // When
    supervisor.destroyForcibly().waitFor();
    await().atMost(PATIENCE).until(() -> processes.stream().noneMatch(ProcessIdentity::isAlive));
    var down = cluster("down", "--name", NAME).waitFor();

    // Then
    assertThat(down).isZero();
    assertThat(processes).as("shims and pods were seen").hasSizeGreaterThan(12);
    assertThat(folder.path()).doesNotExist();
    assertThat(cgroups()).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(NAME);
    assertThat(Command.run("nft", "list", "tables")).isEqualTo(tablesBefore);
    assertThat(Command.run("ip", "-brief", "link")).doesNotContain(cable);
  }

  /** This machine's end of it, with the hardware address: its name may have a new owner soon. */
  private String cable() {
    try (var client = Cluster.named(NAME).client()) {
      var number = client.getMasterUrl().getHost().split("\\.", -1)[2];
      var link =
          Command.run("ip", "-brief", "link", "show", "transferjob" + number).split("\\s+", -1);
      return link[2];
    }
  }

  private void runPod(Path temporary) {
    var cluster = Cluster.named(NAME);
    Probe.importImage(cluster, temporary);
    try (var client = cluster.client()) {
      client.namespaces().resource(Probe.namespace()).create();
      var pod = Probe.pod("serving", Map.of(), "serve", "hello");
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> client.resource(pod).create() != null);
      await()
          .atMost(PATIENCE)
          .until(() -> client.pods().resource(pod).get().getStatus().getPhase().equals("Running"));
    }
  }

  private void awaitReady() {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(supervisor.isAlive()).as("supervisor is alive").isTrue();
              return Files.exists(folder.ready());
            });
  }

  /** All that the supervisor has started, and what that has started in turn. */
  private List<ProcessIdentity> processes() {
    return supervisor
        .descendants()
        .map(ProcessHandle::pid)
        .map(ProcessIdentity::of)
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<Path> cgroups() throws IOException {
    var name = Cgroups.of(NAME).root().substring(1);
    try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
      return controllers.map(it -> it.resolve(name)).filter(Files::exists).toList();
    }
  }

  private static Process cluster(String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
