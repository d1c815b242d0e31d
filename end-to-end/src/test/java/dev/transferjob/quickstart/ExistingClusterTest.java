package dev.transferjob.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.transferjob.cluster.Cluster;
import dev.transferjob.cluster.DebianRegistry;
import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.cluster.Options;
import dev.transferjob.trainer.DurableFiles;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick start against a cluster that it did not start, through a registry. */
class ExistingClusterTest {
  private static final Pattern MODEL = Pattern.compile("Model {2,}(\\S+)");

  @Test
  void trainsThereAndFetchesTheModel(@TempDir Path folder) throws Exception {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    try (LocalCluster cluster = LocalCluster.start(Options.withNode().gpus(1));
        KubernetesClient client = cluster.client();
        DebianRegistry registry = DebianRegistry.start(folder)) {
      // Given
      registry.serveOnNodeOf(cluster);
      volume(client, "first", folder);
      volume(client, "second", folder);

      // When
      String printed = quickstart(cluster, registry, folder.resolve("quickstart.log"));

      // Then
      Matcher model = MODEL.matcher(printed);
      assertThat(model.find()).as(printed).isTrue();
      Path fetched = Path.of(model.group(1));
      assertThat(printed).contains("Gain").contains("kubectl --kubeconfig");
      assertThat(fetched)
          .isDirectoryContaining(file -> file.endsWith("model.safetensors"))
          .isDirectoryContaining(file -> file.endsWith("report.html"));
      DurableFiles.delete(fetched);
      List<String> images =
          client.apps().deployments().inAnyNamespace().list().getItems().stream()
              .flatMap(it -> it.getSpec().getTemplate().getSpec().getContainers().stream())
              .map(container -> container.getImage())
              .toList();
      assertThat(images).anyMatch(image -> image.startsWith(registry.address() + "/team/"));
    }
  }

  private static String quickstart(Cluster cluster, DebianRegistry registry, Path log)
      throws IOException, InterruptedException {
    Process quickstart =
        Program.start(
            Main.class,
            Map.of(),
            log,
            "--kubeconfig",
            cluster.kubeconfig().toString(),
            "--registry",
            registry.address() + "/team");
    int exit = quickstart.waitFor();
    String printed = Files.readString(log);
    assertThat(exit).as(printed).isZero();
    return printed;
  }

  /** In place of the storage class that a cluster of others has: the claims ask for any. */
  private static void volume(KubernetesClient client, String name, Path folder) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    client
        .resource(
            new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .addToCapacity("storage", new Quantity("1Gi"))
                .withNewLocal(null, place.toString())
                .withNewNodeAffinity()
                .withNewRequired()
                .addNewNodeSelectorTerm()
                .addNewMatchExpression()
                .withKey("kubernetes.io/os")
                .withOperator("In")
                .withValues("linux")
                .endMatchExpression()
                .endNodeSelectorTerm()
                .endRequired()
                .endNodeAffinity()
                .endSpec()
                .build())
        .create();
  }
}
