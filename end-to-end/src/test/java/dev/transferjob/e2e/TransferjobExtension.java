package dev.transferjob.e2e;

import dev.transferjob.bench.BenchCluster;
import dev.transferjob.cluster.LocalCluster;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the cluster of {@link WithTransferjob} once and ends it with the test run. */
final class TransferjobExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace STORE = Namespace.create(TransferjobExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  private static LocalCluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent("cluster", _ -> start(), LocalCluster.class);
  }

  private static LocalCluster start() {
    try {
      return BenchCluster.start();
    } catch (Exception e) {
      throw new IllegalStateException("Transferjob could not be installed", e);
    }
  }
}
