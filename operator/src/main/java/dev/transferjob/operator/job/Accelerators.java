package dev.transferjob.operator.job;

import dev.transferjob.api.Accelerator;
import dev.transferjob.api.TransferJobSpec;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the wish for a product or for memory into what the scheduler understands. */
public final class Accelerators {
  private static final BigDecimal MIB = BigDecimal.valueOf(1 << 20);

  private Accelerators() {}

  /** Why the operator cannot carry the wish out; empty if it can. */
  public static Optional<String> problem(TransferJobSpec spec, List<Vendor> vendors) {
    var wish = spec.accelerator();
    if (wish == null || (wish.products().isEmpty() && wish.minMemory() == null)) {
      return Optional.empty();
    }
    var asked = Gpu.of(spec).map(Gpu::resource).orElse("");
    var vendor = Vendor.of(spec, vendors).orElse(null);
    if (vendor == null) {
      return Optional.of("The operator's vendors have none for " + asked);
    }
    var claimed = wish.deviceClassName() != null;
    if (!wish.products().isEmpty()
        && (claimed ? vendor.productAttribute() : vendor.productLabel()) == null) {
      return Optional.of(unknown("products", asked));
    }
    return wish.minMemory() != null && (claimed ? vendor.driver() : vendor.memoryLabel()) == null
        ? Optional.of(unknown("minMemory", asked))
        : Optional.empty();
  }

  private static String unknown(String field, String asked) {
    return "accelerator.%s is not known of %s: name what is, or have the operator's vendors completed"
        .formatted(field, asked);
  }

  /** Nodes that have such a GPU; empty if every one will do, or the claim says it. */
  static Optional<Affinity> affinity(TransferJobSpec spec, List<Vendor> vendors) {
    var wish = spec.accelerator();
    if (wish == null || wish.deviceClassName() != null) {
      return Optional.empty();
    }
    return Vendor.of(spec, vendors)
        .map(vendor -> requirements(wish, vendor))
        .map(
            required ->
                new AffinityBuilder()
                    .withNewNodeAffinity()
                    .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                    .addNewNodeSelectorTerm()
                    .withMatchExpressions(required)
                    .endNodeSelectorTerm()
                    .endRequiredDuringSchedulingIgnoredDuringExecution()
                    .endNodeAffinity()
                    .build());
  }

  private static List<NodeSelectorRequirement> requirements(Accelerator wish, Vendor vendor) {
    var required = new ArrayList<NodeSelectorRequirement>();
    if (!wish.products().isEmpty()) {
      required.add(requirement(vendor.productLabel(), "In", wish.products()));
    }
    if (wish.minMemory() != null) {
      // There is no operator for "at least".
      var below = mebibytes(wish.minMemory()) - 1;
      required.add(requirement(vendor.memoryLabel(), "Gt", List.of(Long.toString(below))));
    }
    return required;
  }

  /** Rounded up. */
  private static long mebibytes(String quantity) {
    return Quantity.getAmountInBytes(new Quantity(quantity))
        .divide(MIB, 0, RoundingMode.CEILING)
        .longValue();
  }

  private static NodeSelectorRequirement requirement(
      String label, String operator, List<String> values) {
    return new NodeSelectorRequirementBuilder()
        .withKey(label)
        .withOperator(operator)
        .withValues(values)
        .build();
  }
}
