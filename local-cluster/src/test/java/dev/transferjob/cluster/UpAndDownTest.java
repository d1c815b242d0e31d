package dev.transferjob.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpAndDownTest {
  private static final String NAME = "up-" + ProcessHandle.current().pid();

  @AfterEach
  void down() throws IOException {
    cluster("down", "--name", NAME);
  }

  @Test
  void clusterStaysUntilItIsTakenDown() throws IOException {
    // Given
    cluster("up", "--name", NAME);
    var folder = Cluster.named(NAME).folder();

    // When
    var second = cluster("up", "--name", NAME);
    var namespaces = cluster("kubectl", "--name", NAME, "get", "namespaces", "--output=name");
    cluster("down", "--name", NAME);

    // Then
    assertThat(second).contains("Cluster " + NAME + " is up.");
    assertThat(namespaces).contains("namespace/kube-system");
    assertThat(folder.path()).doesNotExist();
  }

  private static String cluster(String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return Command.run(command);
  }
}
