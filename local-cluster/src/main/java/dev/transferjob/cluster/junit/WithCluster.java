package dev.transferjob.cluster.junit;

import dev.transferjob.cluster.Addon;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a real Kubernetes: as a parameter of the type {@code LocalCluster}, or {@code
 * KubernetesClient}. All test classes of a JVM that ask for the same kind share one, which ends
 * with the test run.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ClusterExtension.class)
public @interface WithCluster {
  /** Whether pods run; else only the control plane is there. */
  boolean node() default false;

  /** How many {@code nvidia.com/gpu} the node says it has. */
  int gpus() default 0;

  /** Whether pods are bound to nodes when there is no node of the cluster's own. */
  boolean scheduler() default false;

  /** What it has beside Kubernetes. */
  Addon[] with() default {};
}
