package dev.transferjob.e2e;

import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.cluster.Options;
import dev.transferjob.images.BuildCache;
import dev.transferjob.images.ImageSet;
import dev.transferjob.images.Steps;
import dev.transferjob.images.Workspace;
import dev.transferjob.quickstart.Installation;
import java.util.Map;
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
    var cluster = LocalCluster.start(Options.withNode().gpus(2));
    try {
      install(cluster);
      return cluster;
    } catch (Exception e) {
      cluster.close();
      throw new IllegalStateException("Transferjob could not be installed", e);
    }
  }

  private static void install(LocalCluster cluster) throws Exception {
    var workspace = Workspace.find();
    var images = new ImageSet(BuildCache.ofUser(), workspace, Steps.onConsole()).build();
    images.forEach(image -> cluster.importImage(image.file()));
    Installation.of(cluster.kubeconfig(), workspace)
        .install(
            Map.of(
                "operator.image",
                images.getFirst().name(),
                "trainer.image",
                images.getLast().name(),
                "trainer.allowCpu",
                "true",
                "progress.interval",
                "1s"));
  }
}
