package dev.transferjob.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dcrds.update=true} to write the file anew after a change of the records. */
class CrdIsCurrentTest {
  private static final Path COMMITTED =
      Path.of("src/main/resources/crds/transferjobs.transferjob.dev.yaml");

  @Test
  void committedDefinitionIsWhatTheRecordsSay() throws IOException {
    // When
    var generated = CrdGeneration.yaml();

    // Then
    if (Boolean.getBoolean("crds.update")) {
      Files.writeString(COMMITTED, generated);
    }
    assertThat(Files.readString(COMMITTED))
        .as("%s is old: mvn test -pl crds -Dtest=CrdIsCurrentTest -Dcrds.update=true", COMMITTED)
        .isEqualTo(generated);
  }
}
