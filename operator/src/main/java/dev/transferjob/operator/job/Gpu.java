package dev.transferjob.operator.job;

import dev.transferjob.api.TransferJobSpec;
import java.util.Optional;

/**
 * The GPU that a job asks for.
 *
 * @param resource the name that the device plugin gives it, or the device class
 */
public record Gpu(String resource, int count) {
  /** The GPU in the limits or of the device class; empty if there is none, or none is wanted. */
  public static Optional<Gpu> of(TransferJobSpec spec) {
    if (spec.accelerator() != null && spec.accelerator().deviceClassName() != null) {
      return Optional.of(new Gpu(spec.accelerator().deviceClassName(), 1));
    }
    return spec.resources() == null
        ? Optional.empty()
        : spec.resources().limits().entrySet().stream()
            .filter(limit -> limit.getKey().contains("/"))
            .map(limit -> new Gpu(limit.getKey(), Integer.parseInt(limit.getValue())))
            .filter(gpu -> gpu.count() > 0)
            .findFirst();
  }

  @Override
  public String toString() {
    return count + " " + resource;
  }
}
