package dev.transferjob.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What of a spec may change. A field that is added to the records cannot, unless it is here. */
final class Immutability {
  static final Set<String> MUTABLE = Set.of("suspend", "ttlSecondsAfterFinished");

  private Immutability() {}

  /** CEL has no way to leave a field out of a comparison, so every other one is named. */
  static ValidationRule rule(Collection<String> fields) {
    var fixed = new TreeSet<>(fields);
    fixed.removeAll(MUTABLE);
    return new ValidationRuleBuilder()
        .withRule(fixed.stream().map(Immutability::same).collect(Collectors.joining(" && ")))
        .withMessage(
            "of a TransferJob's spec only suspend and ttlSecondsAfterFinished may change: create a"
                + " new one under another name")
        .withReason("FieldValueForbidden")
        .build();
  }

  private static String same(String field) {
    return "has(self.%1$s) == has(oldSelf.%1$s) && (!has(self.%1$s) || self.%1$s == oldSelf.%1$s)"
        .formatted(field);
  }
}
