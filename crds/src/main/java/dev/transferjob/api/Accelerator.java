package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which kind of accelerator a job can use. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.minMemory) || (!self.minMemory.matches('"
            + Resources.HUGE_EXPONENT
            + "') && isQuantity(self.minMemory) &&"
            + " quantity(self.minMemory).compareTo(quantity('1Mi')) >= 0)",
    message = "accelerator.minMemory is a quantity of at least 1Mi, for example 40Gi",
    fieldPath = ".minMemory")
@ValidationRule(
    value = "has(self.products) || has(self.minMemory) || has(self.deviceClassName)",
    message = "accelerator names products, minMemory or deviceClassName")
public record Accelerator(
    @Size(min = 1, max = 8)
        @JsonPropertyDescription(
            "Products that will do, as the vendor's label on the nodes names them, such as"
                + " NVIDIA-H100-80GB-HBM3; with deviceClassName, as its devices do.")
        List<@Size(max = 63) @Pattern("^[A-Za-z0-9]([-A-Za-z0-9_. ]*[A-Za-z0-9])?$") String>
            products,
    @Size(max = 32)
        @JsonPropertyDescription(
            "The memory that it has at least. Nodes report a little less than the product's name"
                + " says: 81559 MiB for 80 GB.")
        String minMemory,
    @Size(max = 253)
        @Pattern(TransferJobSpec.DNS_NAME)
        @JsonPropertyDescription(
            "A DeviceClass of dynamic resource allocation, such as gpu.nvidia.com, of which the job"
                + " claims one device, instead of a GPU in resources.limits.")
        String deviceClassName) {

  public Accelerator {
    products = products == null ? List.of() : List.copyOf(products);
  }
}
