package dev.transferjob.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.images.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick start's own job. */
@WithTransferjob
class QuickStartTest {

  @Test
  void transferBeatsTrainingFromScratchOnTheSameSamples(LocalCluster cluster, @TempDir Path folder)
      throws Exception {
    try (var space = new TestSpace(cluster, "quickstart", folder)) {
      // Given
      var samples = Workspace.find().root().resolve("samples");
      space.claim("samples", samples.resolve("glyphs"));
      space.claim("models", Files.createDirectories(folder.resolve("models")));
      Set<Integer> percentages = new HashSet<>();

      // When
      space.create(Files.readString(samples.resolve("quickstart.yaml")));
      space.await(
          "glyphs",
          Duration.ofMinutes(4),
          job -> {
            if (job.getStatus().progress() != null) {
              percentages.add(job.getStatus().progress().percentage());
            }
            return job.getStatus().isFinished();
          });
      var job = space.awaitComplete("glyphs", Duration.ofSeconds(1));

      // Then
      var result = job.getStatus().result();
      assertThat(result.split()).isEqualTo("test");
      assertThat(result.samples()).isEqualTo(350);
      assertThat(result.baseline().failure()).isNull();
      var gain = result.gain().getFirst();
      assertThat(gain.name()).isEqualTo("accuracy");
      assertThat(Double.parseDouble(gain.low())).isPositive();
      assertThat(Double.parseDouble(gain.value()))
          .isBetween(Double.parseDouble(gain.low()), Double.parseDouble(gain.high()));
      assertThat(percentages).as("progress on the way").hasSizeGreaterThan(3);
      assertThat(folder.resolve("models/glyphs"))
          .isDirectoryContaining(file -> file.endsWith("model.safetensors"))
          .isDirectoryContaining(file -> file.endsWith("serving.properties"))
          .isDirectoryContaining(file -> file.endsWith("synset.txt"))
          .isDirectoryContaining(file -> file.endsWith("report.html"))
          .isDirectoryContaining(file -> file.endsWith("MODEL_CARD.md"))
          .isDirectoryContaining(file -> file.endsWith("provenance.json"));
    }
  }
}
