package dev.transferjob.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;

/** The fields of a TransferJob's spec, in the order of its schema. */
final class Fields {
  private final List<Field> all = new ArrayList<>();

  /**
   * A field.
   *
   * @param path below {@code spec}, for example {@code training.optimizer.name} or {@code
   *     tolerations[].key}
   */
  record Field(String path, JSONSchemaProps schema) {}

  private Fields() {}

  static List<Field> ofSpec() {
    var crd = Serialization.unmarshal(CrdGeneration.yaml(), CustomResourceDefinition.class);
    var schema = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    var fields = new Fields();
    fields.addAll("", schema.getProperties().get("spec"));
    return List.copyOf(fields.all);
  }

  private void addAll(String path, JSONSchemaProps schema) {
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, property) -> {
                var nested = path.isEmpty() ? name : path + "." + name;
                all.add(new Field(nested, property));
                addAll(nested, property);
              });
    }
    if (schema.getItems() != null) {
      addAll(path + "[]", schema.getItems().getSchema());
    }
  }
}
