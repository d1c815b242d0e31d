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
  static final String MESSAGE =
      "of a TransferJob's spec only suspend, ttlSecondsAfterFinished and, with queueName, the value"
          + " of priorityClassName may change: create a new one under another name";

  /** A Workload may get another priority, but cannot be given its first or lose its last. */
  private static final String PRIORITY = "priorityClassName";

  private Immutability() {}

  /** CEL has no way to leave a field out of a comparison, so every other one is named. */
  static ValidationRule rule(Collection<String> fields) {
    var fixed = new TreeSet<>(fields);
    fixed.removeAll(MUTABLE);
    fixed.remove(PRIORITY);
    return new ValidationRuleBuilder()
        .withRule(
            fixed.stream().map(Immutability::same).collect(Collectors.joining(" && "))
                + " && "
                + same(PRIORITY, "has(self.queueName) || "))
        .withMessage(MESSAGE)
        .withReason("FieldValueForbidden")
        .build();
  }

  private static String same(String field) {
    return same(field, "");
  }

  private static String same(String field, String unless) {
    return "has(self.%1$s) == has(oldSelf.%1$s) && (!has(self.%1$s) || %2$sself.%1$s == oldSelf.%1$s)"
        .formatted(field, unless);
  }
}
