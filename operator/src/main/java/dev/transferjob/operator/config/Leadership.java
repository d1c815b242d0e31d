package dev.transferjob.operator.config;

import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether this replica is the one that works. */
@ApplicationScoped
public class Leadership {
  /** In development and tests there is no election, so this replica always leads. */
  private final AtomicBoolean leading = new AtomicBoolean(!ConfigUtils.isProfileActive("prod"));

  public boolean isLeading() {
    return leading.get();
  }

  void taken() {
    leading.set(true);
  }

  void lost() {
    leading.set(false);
  }
}
