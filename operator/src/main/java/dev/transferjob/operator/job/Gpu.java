package dev.transferjob.operator.job;

import dev.transferjob.api.TransferJobSpec;
import java.util.Optional;

/**
 * The GPU that a job asks for.
 *
 * @param resource the name that the device plugin gives it
 */
public record Gpu(String resource, int count) {
  private static final String VENDOR = "nvidia.com/";

  /** The GPU in the limits; empty if there is none, or none of it is wanted. */
  public static Optional<Gpu> of(TransferJobSpec spec) {
    return spec.resources() == null
        ? Optional.empty()
        : spec.resources().limits().entrySet().stream()
            .filter(limit -> limit.getKey().startsWith(VENDOR))
            .map(limit -> new Gpu(limit.getKey(), Integer.parseInt(limit.getValue())))
            .filter(gpu -> gpu.count() > 0)
            .findFirst();
  }

  @Override
  public String toString() {
    return count + " " + resource;
  }
}
