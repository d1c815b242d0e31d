package dev.transferjob.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian base and the Java runtime, made from nothing and run. */
class SystemImagesTest {
  @TempDir Path folder;

  @BeforeEach
  void needsDebian() {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/mmdebstrap")))
        .as("apt-get install mmdebstrap, to test the base image")
        .isTrue();
  }

  @Test
  void javaRunsInTheBaseAsTheUserOfPods() throws Exception {
    // Given
    var cache = new BuildCache(folder);
    var java =
        new ImagePlan(
            "java:1",
            new DebianBase(cache).folder(),
            List.of(new JavaRuntime(cache).layer()),
            Map.of("GREETING", "hello"),
            List.of());

    // When
    String output;
    try (var root = RootFileSystem.layOut(java, cache.folder("root"))) {
      Process process =
          root.program(
                  java, List.of(JavaRuntime.HOME + "/bin/java", "-XshowSettings:all", "-version"))
              .start();
      output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
    }

    // Then
    assertThat(output)
        .contains("java.home = /opt/java")
        .contains("user.home = /tmp")
        .contains("user.name = transferjob");
  }

  @Test
  void theSameMachineMakesTheSameLayersAgain() throws Exception {
    // Given
    var one = new BuildCache(folder.resolve("one"));
    var two = new BuildCache(folder.resolve("two"));

    // When
    Path first = new DebianBase(one).folder();
    Path second = new DebianBase(two).folder();

    // Then
    assertThat(Digest.ofFile(second.resolve(BaseArchive.ARCHIVE)))
        .isEqualTo(Digest.ofFile(first.resolve(BaseArchive.ARCHIVE)));
    assertThat(contentOf(new JavaRuntime(two).layer()))
        .isEqualTo(contentOf(new JavaRuntime(one).layer()));
  }

  private static String contentOf(Layer layer) throws Exception {
    return new Digest().addFolder(layer.content().get(JavaRuntime.HOME)).hex();
  }
}
