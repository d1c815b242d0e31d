package dev.transferjob.cluster.junit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.transferjob.cluster.Addon;
import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.cluster.Options;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the cluster that {@link WithCluster} asks for. */
final class ClusterExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace CLUSTERS = Namespace.create(ClusterExtension.class);

  /** One kind of cluster, shared by all test classes that ask for it. */
  private record Kind(boolean node, int gpus, boolean scheduler, Set<Addon> addons) {
    static Kind of(WithCluster wanted) {
      return new Kind(wanted.node(), wanted.gpus(), wanted.scheduler(), Set.of(wanted.with()));
    }

    LocalCluster start() {
      var options = node ? Options.withNode().gpus(gpus) : Options.controlPlane();
      options = options.with(addons.toArray(Addon[]::new));
      return LocalCluster.start(scheduler ? options.withScheduler() : options);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == LocalCluster.class || type == KubernetesClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == LocalCluster.class) {
      return cluster(context);
    }
    // Whatever a store holds is closed together with its context: the class, or the test.
    return context
        .getStore(CLUSTERS)
        .computeIfAbsent(
            KubernetesClient.class, _ -> cluster(context).client(), KubernetesClient.class);
  }

  private static LocalCluster cluster(ExtensionContext context) {
    var wanted = wanted(context.getRequiredTestClass());
    assumeTrue(
        !wanted.node() || System.getProperty("user.name").equals("root"),
        "Skipped: a cluster with a node needs root.");
    Store root = context.getRoot().getStore(CLUSTERS);
    return root.computeIfAbsent(Kind.of(wanted), Kind::start, LocalCluster.class);
  }

  /** Nested test classes use the cluster of the class around them. */
  private static WithCluster wanted(Class<?> testClass) {
    var own = testClass.getAnnotation(WithCluster.class);
    return own != null ? own : wanted(testClass.getEnclosingClass());
  }
}
