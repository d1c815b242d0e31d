package dev.transferjob.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What of a spec may change. A field that is added to the records cannot, unless it is here. */
final class Immutability {
  static final Set<String> MUTABLE = Set.of("suspend", "ttlSecondsAfterFinished");
  static final String MESSAGE =
      "of a TransferJob's spec only suspend, ttlSecondsAfterFinished and, with queueName, the value"
          + " of priorityClassName may change: create a new one under another name";

  private static final String PRIORITY = "priorityClassName";

  private Immutability() {}

  /**
   * A rule for each field, at that field, and one for all that may be left out: a field's own rule
   * is not asked when the field comes or goes. The API server asks all rules again with every write
   * of a status, and a rule of the whole spec pays at each name for all of the spec's fields.
   */
  static void fix(JSONSchemaProps spec) {
    var fields = new TreeMap<>(spec.getProperties());
    fields.keySet().removeAll(MUTABLE);
    var optional =
        fields.entrySet().stream()
            .filter(field -> field.getValue().getDefault() == null)
            .map(field -> field.getKey())
            .filter(name -> !spec.getRequired().contains(name))
            .map("has(self.%1$s) == has(oldSelf.%1$s)"::formatted)
            .collect(Collectors.joining(" && "));
    // A Workload may get another priority, but cannot be given its first or lose its last.
    var priority =
        "!has(self.%1$s) || has(self.queueName) || self.%1$s == oldSelf.%1$s".formatted(PRIORITY);
    spec.getXKubernetesValidations().addFirst(rule(optional + " && (" + priority + ")"));
    fields.remove(PRIORITY);
    fields
        .values()
        .forEach(field -> field.getXKubernetesValidations().addFirst(rule("self == oldSelf")));
  }

  /**
   * Lets the rules of what cannot change be asked only when it is new. In lists, which have no old
   * value to look at, they stay as they are.
   */
  static void askOnce(JSONSchemaProps schema) {
    schema.getXKubernetesValidations().stream()
        .filter(rule -> !isOfChange(rule))
        .forEach(
            rule -> {
              rule.setOptionalOldSelf(true);
              rule.setRule("oldSelf.hasValue() || (%s)".formatted(rule.getRule()));
            });
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(Immutability::askOnce);
    }
  }

  private static boolean isOfChange(ValidationRule rule) {
    return rule.getMessage().equals(MESSAGE) || rule.getRule().contains(PRIORITY);
  }

  private static ValidationRule rule(String text) {
    return new ValidationRuleBuilder()
        .withRule(text)
        .withMessage(MESSAGE)
        .withReason("FieldValueForbidden")
        .build();
  }
}
