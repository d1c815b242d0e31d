package dev.transferjob.operator.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.transferjob.api.TransferJobSpec;
import java.util.List;
import java.util.Optional;

/**
 * How a vendor's GPUs are known in a cluster.
 *
 * @param domain of its resources, as nvidia.com of nvidia.com/gpu
 * @param productLabel the node's label with the product; may be null
 * @param memoryLabel the node's label with a GPU's memory in MiB, as a number; may be null
 * @param taint the key that nodes with its GPUs are tainted with; may be null
 * @param driver the driver of dynamic resource allocation; may be null
 * @param productAttribute the driver's attribute with the product; may be null
 */
public record Vendor(
    @JsonProperty(required = true) String domain,
    String productLabel,
    String memoryLabel,
    String taint,
    String driver,
    String productAttribute) {

  /** By the labels of each vendor's own feature discovery. AMD and Intel have none for memory. */
  public static final List<Vendor> KNOWN =
      List.of(
          new Vendor(
              "nvidia.com",
              "nvidia.com/gpu.product",
              "nvidia.com/gpu.memory",
              "nvidia.com/gpu",
              "gpu.nvidia.com",
              "productName"),
          new Vendor(
              "amd.com",
              "amd.com/gpu.product-name",
              null,
              "amd.com/gpu",
              "gpu.amd.com",
              "productName"),
          new Vendor(
              "gpu.intel.com", "gpu.intel.com/product", null, null, "gpu.intel.com", "model"));

  /** The vendor of the GPU that is asked for, if it is one of these. */
  static Optional<Vendor> of(TransferJobSpec spec, List<Vendor> vendors) {
    return Gpu.of(spec)
        .flatMap(
            gpu -> vendors.stream().filter(vendor -> vendor.makes(gpu.resource())).findFirst());
  }

  private boolean makes(String name) {
    return name.startsWith(domain + "/") || name.equals(driver) || name.endsWith("." + domain);
  }
}
