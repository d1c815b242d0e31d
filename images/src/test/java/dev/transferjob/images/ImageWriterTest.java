package dev.transferjob.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.cluster.DebianRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageWriterTest {
  @TempDir Path folder;

  @Test
  void equalInputGivesEqualBytes() throws Exception {
    // Given
    Path first = folder.resolve("first.tar");
    Path second = folder.resolve("second.tar");

    // When
    writeFromNothing("one", first);
    writeFromNothing("two", second);

    // Then
    assertThat(Digest.ofFile(second)).isEqualTo(Digest.ofFile(first));
  }

  @Test
  void pushesToARegistry() throws Exception {
    // Given
    assumeThat(DebianRegistry.isInstalled())
        .as("apt-get install docker-registry, to test pushing")
        .isTrue();
    var cache = new BuildCache(folder.resolve("cache"));
    try (var registry = DebianRegistry.start(folder);
        var http = HttpClient.newHttpClient()) {

      // When
      var target = new Registry(registry.address() + "/team");
      String digest = new ImageWriter(cache).push(plan(cache, folder), target);

      // Then
      JsonNode manifest = get(http, registry, "manifests/" + digest);
      assertThat(manifest.get("layers")).hasSize(2);
      JsonNode config = get(http, registry, "blobs/" + manifest.at("/config/digest").asText());
      assertThat(config.at("/config/User").asText()).isEqualTo("65532:65532");
      assertThat(config.at("/config/Entrypoint/0").asText()).isEqualTo("/opt/tool/run");
    }
  }

  private void writeFromNothing(String name, Path tar) throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve(name));
    var cache = new BuildCache(own.resolve("cache"));
    new ImageWriter(cache).writeTar(plan(cache, own), tar);
  }

  private static ImagePlan plan(BuildCache cache, Path folder)
      throws IOException, InterruptedException {
    Path base =
        cache.entry(
            "base",
            "key",
            made -> {
              try (var archive = new BaseArchive(made)) {
                archive.addText("etc/passwd", "root:x:0:0:root:/:/sbin/nologin\n");
                archive.addTemporaryFolder("tmp/");
              }
            });
    Path data = Files.writeString(folder.resolve("data"), "some content");
    var layer =
        new FolderLayer("tool", "/opt/tool").add("data", data).addText("run", "#!").in(cache);
    return new ImagePlan(
        "tool:1", base, List.of(layer), Map.of("LANG", "C.UTF-8"), List.of("/opt/tool/run"));
  }

  private static JsonNode get(HttpClient http, DebianRegistry registry, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + registry.address() + "/v2/team/tool/" + path);
    var request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
            .build();
    return new ObjectMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
  }
}
