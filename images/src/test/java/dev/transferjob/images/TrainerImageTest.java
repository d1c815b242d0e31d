package dev.transferjob.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs of the trainer's image, run in its files. */
class TrainerImageTest {
  private static final String SETTINGS = "MALLOC_CONF";

  @Test
  void javaAllocatesByJemallocWithTheSettingsOfTheImage() throws Exception {
    // Given
    var cache = BuildCache.ofUser();
    ImagePlan plan = new TrainerImage(cache, Workspace.find(), Flavor.CPU).plan();
    try (var root = RootFileSystem.layOut(plan, cache.folder("trainer-test"))) {
      var java = root.program(plan, List.of(JavaRuntime.HOME + "/bin/java", "-version"));
      java.environment().merge(SETTINGS, ",stats_print:true", String::concat);

      // When
      Process process = java.start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      // Then
      assertThat(process.waitFor()).isZero();
      // Huge pages are only told of where /sys is, which a pod has.
      assertThat(output).contains("opt.narenas: 1").contains("opt.muzzy_decay_ms: -1");
      assertThat(output).doesNotContain("Invalid conf");
    }
  }
}
