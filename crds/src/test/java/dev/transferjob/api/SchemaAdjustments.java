package dev.transferjob.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.util.List;

/** What the generator's annotations cannot say. */
final class SchemaAdjustments {
  private SchemaAdjustments() {}

  static void adjust(JSONSchemaProps root) {
    var spec = root.getProperties().get("spec");
    var status = root.getProperties().get("status");
    root.setDescription("A declared transfer-learning job.");
    root.setRequired(List.of("spec"));
    spec.setDescription("What to train, on what, how, and where the result goes.");
    status.setDescription("What is known of the job. Written only by the operator.");
    var resources = spec.getProperties().get("resources").getProperties();
    resources.values().forEach(SchemaAdjustments::quantities);
    var fineTuning = spec.getProperties().get("fineTuning").getProperties();
    keyed(fineTuning.get("unfreezeSchedule"), "atEpoch");
    Immutability.fix(spec);
    Immutability.askOnce(root);
    keyed(status.getProperties().get("conditions"), "type");
    keyed(status.getProperties().get("metrics"), "name");
    times(status);
  }

  /** People write both {@code cpu: 4} and {@code cpu: "4"}. */
  private static void quantities(JSONSchemaProps map) {
    var quantity =
        new JSONSchemaPropsBuilder()
            .withAnyOf(type("integer"), type("string"))
            .withXKubernetesIntOrString(true)
            .withMaxLength(32L)
            .build();
    map.getAdditionalProperties().setSchema(quantity);
  }

  private static JSONSchemaProps type(String name) {
    return new JSONSchemaPropsBuilder().withType(name).build();
  }

  private static void keyed(JSONSchemaProps list, String key) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
  }

  private static void times(JSONSchemaProps schema) {
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              if (name.endsWith("Time") || name.equals("time")) {
                property.setFormat("date-time");
                property.setMaxLength(null);
              }
              times(property);
              if (property.getItems() != null && property.getItems().getSchema() != null) {
                times(property.getItems().getSchema());
              }
            });
  }
}
