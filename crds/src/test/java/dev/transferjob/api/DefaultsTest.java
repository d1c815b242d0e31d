package dev.transferjob.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.ProtocolJson;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schema's defaults and those of the records must be the same: the trainer sees no schema. */
class DefaultsTest {
  private static final String MINIMAL =
      """
      {"task": "ImageClassification", "method": "%s",
       "model": {"architecture": "ResNet18", "weights": {"uri": "pvc://models/resnet18.pth"}},
       "data": {"train": {"uri": "pvc://photos/train"}, "validationFraction": "0.2"},
       "%s": {"trainableLayers": {}},
       "baseline": {"fromScratch": {}},
       "output": {"uri": "pvc://models/mine"}}""";

  @Test
  void recordsFillInWhatTheSchemaFillsIn() throws Exception {
    // Given
    var schema = Serialization.unmarshal(CrdGeneration.yaml(), CustomResourceDefinition.class);
    var spec =
        schema.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema().getProperties();
    var differences = new ArrayList<String>();

    // When
    for (var method : List.of("FeatureExtraction", "FineTuning", "DomainAdaptation")) {
      var block = Character.toLowerCase(method.charAt(0)) + method.substring(1);
      var json = MINIMAL.formatted(method, block).replace(without(method), "");
      var filled = ProtocolJson.mapper().readValue(json, TransferJobSpec.class);
      compare("spec", spec.get("spec"), ProtocolJson.mapper().valueToTree(filled), differences);
    }

    // Then
    assertThat(differences).isEmpty();
  }

  /**
   * From pre-trained weights a domain adaptation has options of fine-tuning, and others by default.
   */
  private static String without(String method) {
    return method.equals("DomainAdaptation")
        ? ", \"weights\": {\"uri\": \"pvc://models/resnet18.pth\"}"
        : "no such text";
  }

  @Test
  void snapshotSurvivesTheWayToTheTrainer() throws Exception {
    // Given
    var json = MINIMAL.formatted("FineTuning", "fineTuning");
    var spec = ProtocolJson.mapper().readValue(json, TransferJobSpec.class);
    var snapshot = new JobSnapshot("ants", "default", "uid", 1, spec);

    // When
    var text = ProtocolJson.mapper().writeValueAsString(snapshot);

    // Then
    assertThat(ProtocolJson.mapper().readValue(text, JobSnapshot.class)).isEqualTo(snapshot);
  }

  private void compare(
      String path, JSONSchemaProps schema, JsonNode value, List<String> differences) {
    if (value == null || value.isMissingNode()) {
      return;
    }
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              var actual = value.path(name);
              if (property.getDefault() != null && !property.getDefault().isObject()) {
                if (!property.getDefault().asText().equals(actual.asText())) {
                  differences.add(path + "." + name + ": " + actual + ", not the default");
                }
              } else if (property.getProperties() != null && actual.isObject()) {
                compare(path + "." + name, property, actual, differences);
              } else if (property.getDefault() != null && actual.isMissingNode()) {
                differences.add(path + "." + name + " is not filled in");
              }
            });
  }
}
