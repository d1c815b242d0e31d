package dev.transferjob.trainer.model;

import java.util.List;

/**
 * A part of the backbone that is frozen or trained as a whole; {@code lastN} counts these.
 *
 * @param modules the dotted names of its modules
 */
public record Unit(String name, List<String> modules) {

  /** Whether the parameter or buffer of this dotted name is in it. */
  public boolean contains(String tensor) {
    return modules.stream().anyMatch(module -> tensor.startsWith(module + "."));
  }
}
