package dev.transferjob.operator.transferjob;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** Argo CD's scripts, run by a Lua interpreter on the statuses that the operator writes. */
class ArgoCdTest {
  private static final Path CASES = Path.of("src/test/resources/golden");
  private static final Path FOLDER = Path.of("../docs/gitops");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TestFactory
  Stream<DynamicTest> healthOfEveryStatus() throws IOException {
    var script = Files.readString(FOLDER.resolve("argocd-health.lua"));
    try (var folders = Files.list(CASES)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("out-status.yaml")))
          .sorted()
          .toList()
          .stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(
                      folder.getFileName().toString(), () -> checkHealth(script, folder)));
    }
  }

  private static void checkHealth(String script, Path folder) throws IOException {
    // Given
    var text = Files.readString(folder.resolve("out-status.yaml"));
    var status = Serialization.unmarshal(text, TransferJobStatus.class);
    var resource = resource(YAML.readTree(text));
    ((ObjectNode) resource.get("metadata")).put("generation", status.observedGeneration());

    // When
    var health = run(script, resource);

    // Then
    assertThat(health.get("status").tojstring()).isEqualTo(expected(status));
    assertThat(health.get("message").tojstring()).isNotBlank();
  }

  private static String expected(TransferJobStatus status) {
    if (status.phase() == Phase.Succeeded) {
      return "Healthy";
    }
    if (status.phase() == Phase.Failed || status.isTrue(ConditionType.Stalled)) {
      return "Degraded";
    }
    return status.isTrue(ConditionType.Suspended) ? "Suspended" : "Progressing";
  }

  @Test
  void healthOfWhatTheOperatorHasNotSeenYet() throws IOException {
    var script = Files.readString(FOLDER.resolve("argocd-health.lua"));
    var edited =
        resource(
            YAML.readTree(
                "{observedGeneration: 1, conditions: [{type: Complete, status: 'True'}]}"));
    ((ObjectNode) edited.get("metadata")).put("generation", 2);

    assertThat(run(script, resource(null)).get("status").tojstring()).isEqualTo("Progressing");
    assertThat(run(script, edited).get("status").tojstring()).isEqualTo("Progressing");
  }

  @Test
  void suspendAndResume() throws IOException {
    // Given
    var actions = YAML.readTree(FOLDER.resolve("argocd-actions.yaml").toFile());
    var running = resource(YAML.readTree("{conditions: [{type: Running, status: 'True'}]}"));

    // When
    var suspended = run(action(actions, "suspend"), running);
    var suspend = (LuaTable) suspended.get("spec");

    // Then
    assertThat(suspend.get("suspend").toboolean()).isTrue();
    assertThat(offered(actions, running)).isEqualTo("suspend");
    ((ObjectNode) running.get("spec")).put("suspend", true);
    assertThat(offered(actions, running)).isEqualTo("resume");
    var resumed = (LuaTable) run(action(actions, "resume"), running).get("spec");
    assertThat(resumed.get("suspend").isboolean()).isTrue();
    assertThat(resumed.get("suspend").toboolean()).isFalse();
  }

  @Test
  void finishedJobsOfferNothing() throws IOException {
    var actions = YAML.readTree(FOLDER.resolve("argocd-actions.yaml").toFile());

    assertThat(offered(actions, resource(null))).isEqualTo("suspend");
    for (var end : new String[] {"Complete", "Failed"}) {
      var status = "{conditions: [{type: %s, status: 'True'}]}".formatted(end);
      assertThat(offered(actions, resource(YAML.readTree(status)))).isEmpty();
    }
  }

  /** The names of the actions that are not disabled. */
  private static String offered(JsonNode actions, JsonNode resource) {
    var found = run(actions.get("discovery.lua").asText(), resource);
    return Stream.of("suspend", "resume")
        .filter(name -> !found.get(name).get("disabled").toboolean())
        .reduce("", String::concat);
  }

  private static String action(JsonNode actions, String name) {
    for (var definition : actions.get("definitions")) {
      if (definition.get("name").asText().equals(name)) {
        return definition.get("action.lua").asText();
      }
    }
    throw new IllegalStateException(name + " is not there");
  }

  private static ObjectNode resource(JsonNode status) {
    var resource = YAML.createObjectNode();
    resource.putObject("metadata").put("name", "ants");
    resource.putObject("spec");
    if (status != null) {
      resource.set("status", status);
    }
    return resource;
  }

  private static LuaValue run(String script, JsonNode resource) {
    var globals = JsePlatform.standardGlobals();
    globals.set("obj", lua(resource));
    return globals.load(script).call();
  }

  private static LuaValue lua(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var table = new LuaTable();
        node.properties().forEach(field -> table.set(field.getKey(), lua(field.getValue())));
        yield table;
      }
      case ARRAY -> {
        var list = new LuaTable();
        for (int i = 0; i < node.size(); i++) {
          list.set(i + 1, lua(node.get(i)));
        }
        yield list;
      }
      case BOOLEAN -> LuaValue.valueOf(node.booleanValue());
      case NUMBER -> LuaValue.valueOf(node.doubleValue());
      case STRING -> LuaValue.valueOf(node.textValue());
      case NULL, MISSING, BINARY, POJO -> LuaValue.NIL;
    };
  }
}
