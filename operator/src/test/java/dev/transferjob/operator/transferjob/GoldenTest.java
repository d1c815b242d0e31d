package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.operator.job.DeviceClaim;
import dev.transferjob.operator.job.TrainerJob;
import dev.transferjob.operator.job.TrainerSettings;
import dev.transferjob.operator.job.Vendor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder below {@code golden} is a case: {@code in-*.yaml} is what is stored and seen, {@code
 * out-*.yaml} the Job that is created and the status that is written. Run with {@code
 * -Dgolden.update=true} to write the outputs, then read the difference.
 */
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/golden");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final TrainerSettings SETTINGS =
      new TrainerSettings(
          "registry.example/transferjob/trainer:0.1.0",
          "IfNotPresent",
          "default",
          false,
          Vendor.KNOWN,
          Optional.of(
              new TrainerSettings.Push("https://transferjob-progress.ops.svc:8443", "a PEM")));

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.sorted().toList().stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(folder.getFileName().toString(), () -> run(folder)));
    }
  }

  private static void run(Path folder) throws IOException {
    // Given
    var input = GoldenCase.read(folder);

    // When
    var outputs = outputs(input);

    // Then
    var byCaches = outputs(GoldenCase.read(folder).cached());
    if (StatusRules.stored(GoldenCase.read(folder).resource()).isFinished()) {
      // Nothing of it is written any more, and so nothing of it is kept.
      byCaches.computeIfPresent("out-status.yaml", (name, _) -> outputs.get(name));
    }
    assertThat(byCaches).as("by what the caches keep the same is done").isEqualTo(outputs);
    for (var output : outputs.entrySet()) {
      var file = folder.resolve(output.getKey());
      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(file, output.getValue());
      }
      assertThat(Files.readString(file)).as(file.toString()).isEqualTo(output.getValue());
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> !f.startsWith("in-")))
          .as("outputs that nothing makes")
          .containsExactlyInAnyOrderElementsOf(outputs.keySet());
    }
  }

  private static Map<String, String> outputs(GoldenCase input) {
    var resource = input.resource();
    var seen = input.seen();
    var outputs = new TreeMap<String, String>();
    var plan = Plan.plan(resource, seen, NOW);
    if (plan instanceof Plan.Nothing) {
      return outputs;
    }
    var after =
        switch (plan) {
          case Plan.Create create -> {
            var job = TrainerJob.desired(resource, create.run(), SETTINGS);
            outputs.put("out-Job.yaml", Serialization.asYaml(job));
            DeviceClaim.desired(resource, SETTINGS.vendors())
                .ifPresent(claim -> outputs.put("out-claim.yaml", Serialization.asYaml(claim)));
            yield seen.with(job);
          }
          case Plan.Wait wait -> seen.with(wait.obstacle());
          case Plan.Delete delete -> {
            outputs.put("out-deleted.txt", delete.job().getMetadata().getName() + "\n");
            yield seen;
          }
          case Plan.Prioritise change -> {
            var name = change.job().getMetadata().getName();
            outputs.put("out-priority.txt", name + ": " + change.priorityClass() + "\n");
            yield seen;
          }
          case Plan.Follow _, Plan.Nothing _ -> seen;
        };
    var status = StatusRules.status(resource, after, NOW);
    outputs.put("out-status.yaml", Serialization.asYaml(status));
    resource.setStatus(status);
    assertThat(StatusRules.status(resource, after, NOW.plusSeconds(30)))
        .as("the status of an unchanged world does not change")
        .isEqualTo(status);
    return outputs;
  }
}
