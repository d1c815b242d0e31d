package dev.transferjob.operator.transferjob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.Phase;
import dev.transferjob.api.TransferJobStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What the real kstatus makes of every golden status, and the expressions of {@code
 * docs/gitops/flux.yaml}. A small Go program asks both.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KstatusTest {
  private static final Path CASES = Path.of("src/test/resources/golden");
  private static final Path FLUX = Path.of("../docs/gitops/flux.yaml");
  private static final Path PROGRAM = Path.of("src/test/go/kstatus");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();

  private enum Health {
    InProgress,
    Failed,
    Current
  }

  private record Answer(Health kstatus, Health flux) {}

  private final Map<String, TransferJobStatus> statuses = new TreeMap<>();
  private final Map<String, Answer> answers = new HashMap<>();

  @BeforeAll
  void ask() throws IOException, InterruptedException {
    var objects = JSON.createObjectNode();
    for (var folder : folders()) {
      var status = Files.readString(folder.resolve("out-status.yaml"));
      var name = folder.getFileName().toString();
      statuses.put(name, Serialization.unmarshal(status, TransferJobStatus.class));
      objects.set(name, object(status, 0));
      objects.set(edited(name), object(status, 1));
    }
    var request = JSON.createObjectNode();
    var expressions = (ObjectNode) YAML.readTree(FLUX.toFile()).at("/spec/healthCheckExprs/0");
    request.set("expressions", expressions.without(List.of("apiVersion", "kind")));
    request.set("objects", objects);
    var answered = JSON.readTree(run(request.toString().getBytes(UTF_8)));
    for (var answer : answered.properties()) {
      answers.put(answer.getKey(), JSON.treeToValue(answer.getValue(), Answer.class));
    }
  }

  @TestFactory
  Stream<DynamicTest> cases() {
    return statuses.entrySet().stream()
        .map(
            it ->
                DynamicTest.dynamicTest(
                    it.getKey(),
                    () ->
                        assertThat(answers.get(it.getKey()))
                            .isEqualTo(new Answer(kstatus(it.getValue()), flux(it.getValue())))));
  }

  /** Until the operator has seen the newest spec, what it says is of an older one. */
  @Test
  void editedJobIsInProgress() {
    assertThat(statuses.keySet())
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(answers.get(edited(name)))
                    .isEqualTo(new Answer(Health.InProgress, Health.InProgress)));
  }

  /** As kstatus itself does with Jobs: whoever waits is let go when the training has begun. */
  private static Health kstatus(TransferJobStatus status) {
    if (status.phase() == Phase.Failed || isInvalid(status)) {
      return Health.Failed;
    }
    var begun = status.startTime() != null && status.phase() != Phase.Pending;
    var over = status.phase() == Phase.Succeeded || status.phase() == Phase.Suspended;
    return begun || over ? Health.Current : Health.InProgress;
  }

  /** It waits as well for the next attempt of a job that has begun. */
  private static Health flux(TransferJobStatus status) {
    if (status.phase() == Phase.Failed || isInvalid(status)) {
      return Health.Failed;
    }
    var asWanted = status.phase() == Phase.Running || status.phase() == Phase.Succeeded;
    return asWanted || status.isTrue(ConditionType.Suspended) ? Health.Current : Health.InProgress;
  }

  private static boolean isInvalid(TransferJobStatus status) {
    return status
        .condition(ConditionType.Running)
        .filter(c -> c.reason().equals(Reason.InvalidSpec.name()))
        .isPresent();
  }

  private static Iterable<Path> folders() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("out-status.yaml")))
          .sorted()
          .toList();
    }
  }

  private static String edited(String name) {
    return name + ", edited";
  }

  private static JsonNode object(String status, int edits) throws IOException {
    var object = JSON.createObjectNode();
    object.put("apiVersion", "transferjob.dev/v1alpha1").put("kind", "TransferJob");
    object.set("status", YAML.readTree(status));
    object
        .putObject("metadata")
        .put("name", "ants")
        .put("generation", object.at("/status/observedGeneration").asInt() + edits);
    return object;
  }

  private static byte[] run(byte[] request) throws IOException, InterruptedException {
    var go =
        new ProcessBuilder("go", "run", "-trimpath", ".")
            .directory(PROGRAM.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var input = go.getOutputStream()) {
      input.write(request);
    }
    var answer = go.getInputStream().readAllBytes();
    assertThat(go.waitFor()).isZero();
    return answer;
  }
}
