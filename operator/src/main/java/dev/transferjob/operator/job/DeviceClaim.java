package dev.transferjob.operator.job;

import dev.transferjob.api.Accelerator;
import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.resource.v1.DeviceSelector;
import io.fabric8.kubernetes.api.model.resource.v1.DeviceSelectorBuilder;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplate;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplateBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The claim of one device, for clusters that allocate devices dynamically. */
public final class DeviceClaim {
  static final String NAME = "gpu";

  private DeviceClaim() {}

  /** The template that each pod's claim is made from; empty where a device plugin is asked. */
  public static Optional<ResourceClaimTemplate> desired(
      TransferJob resource, List<Vendor> vendors) {
    return Optional.ofNullable(resource.getSpec().accelerator())
        .filter(wish -> wish.deviceClassName() != null)
        .map(wish -> template(resource, wish, vendors));
  }

  /** One for all runs of a TransferJob. */
  static String name(TransferJob resource) {
    var meta = resource.getMetadata();
    return meta.getName() + "-" + meta.getUid().substring(0, 5) + "-gpu";
  }

  private static ResourceClaimTemplate template(
      TransferJob resource, Accelerator wish, List<Vendor> vendors) {
    var selectors =
        Vendor.of(resource.getSpec(), vendors)
            .map(vendor -> selectors(wish, vendor))
            .orElse(List.of());
    return new ResourceClaimTemplateBuilder()
        .withNewMetadata()
        .withName(name(resource))
        .withNamespace(resource.getMetadata().getNamespace())
        .withOwnerReferences(TrainerJob.owner(resource))
        .endMetadata()
        .withNewSpec()
        .withNewSpec()
        .withNewDevices()
        .addNewRequest()
        .withName(NAME)
        .withNewExactly()
        .withDeviceClassName(wish.deviceClassName())
        .withAllocationMode("ExactCount")
        .withCount(1L)
        .withSelectors(selectors)
        .endExactly()
        .endRequest()
        .endDevices()
        .endSpec()
        .endSpec()
        .build();
  }

  private static List<DeviceSelector> selectors(Accelerator wish, Vendor vendor) {
    var selectors = new ArrayList<DeviceSelector>();
    if (!wish.products().isEmpty()) {
      var products =
          wish.products().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
      selectors.add(
          selector(
              "device.attributes['%s'].%s in [%s]"
                  .formatted(vendor.driver(), vendor.productAttribute(), products)));
    }
    if (wish.minMemory() != null) {
      selectors.add(
          selector(
              "device.capacity['%s'].memory.compareTo(quantity('%s')) >= 0"
                  .formatted(vendor.driver(), wish.minMemory())));
    }
    return selectors;
  }

  private static DeviceSelector selector(String expression) {
    return new DeviceSelectorBuilder().withNewCel(expression).build();
  }
}
