package dev.transferjob.operator.config;

import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether this replica is the one that works. */
@ApplicationScoped
public class Leadership {
  private final AtomicBoolean leading;

  /** In development and tests there is no election, so that this replica always leads. */
  @Inject
  Leadership() {
    this(!ConfigUtils.isProfileActive("prod"));
  }

  public Leadership(boolean leading) {
    this.leading = new AtomicBoolean(leading);
  }

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
