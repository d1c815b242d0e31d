package dev.transferjob.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoBuildTest {
  private static final String MODULE = "module example.test/hello\n\ngo 1.26.0\n";

  @TempDir private Path cache;

  @Test
  void buildsOnceForAllWhoAskAtTheSameTime() {
    // Given
    var source = source("package main\n\nfunc main() { println(\"hello\") }\n");

    // When
    var binaries =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(_ -> new GoBuild("hello", ".", source, cache).binary())
            .distinct()
            .toList();

    // Then
    assertThat(binaries).hasSize(1);
    assertThat(Command.run(binaries.getFirst().toString())).isEqualTo("hello\n");
    assertThat(cache)
        .isDirectoryNotContaining(it -> it.getFileName().toString().startsWith("build-"));
  }

  @Test
  void tellsWhatTheCompilerSays() {
    // Given
    var source = source("package main\n\nfunc main() { nonsense() }\n");

    // When, then
    assertThatThrownBy(() -> new GoBuild("hello", ".", source, cache).binary())
        .hasMessageContaining("undefined: nonsense");
  }

  private static GoSource source(String main) {
    return new GoSource(Map.of("go.mod", Resource.utf8(MODULE), "main.go", Resource.utf8(main)));
  }
}
