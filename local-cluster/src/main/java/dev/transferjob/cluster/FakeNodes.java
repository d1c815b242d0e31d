package dev.transferjob.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Nodes that are not there: KWOK says of their pods that they run and end, as told by a node
 * selector. A taint keeps all other pods away.
 */
public final class FakeNodes {
  /** The label that a pod selects by, and the taint that it tolerates. */
  public static final String KEY = "fake-node";

  /** Pods with this value of the label succeed after a second. */
  public static final String ENDS = "ends";

  /** Pods with this value of the label run until they are deleted. */
  public static final String STAYS = "stays";

  private static final String ANNOTATION = "kwok.x-k8s.io/node";

  private FakeNodes() {}

  static List<String> command(ClusterFolder folder) {
    Path stages = folder.path().resolve("kwok.yaml");
    Atomically.write(stages, out -> out.write(Resource.bytes("kwok/stages.yaml")));
    return List.of(
        GoProgram.KWOK.binary().toString(),
        "--kubeconfig=" + folder.kubeconfig(User.ADMIN),
        "--config=" + stages,
        "--manage-nodes-with-annotation-selector=" + ANNOTATION + "=fake",
        "--node-lease-duration-seconds=40",
        "--node-ip=192.0.2.1",
        // It would write a line for each change of a pod.
        "--v=WARN");
  }

  /** So many nodes of each kind, once they are ready. */
  static void create(KubernetesClient client, int each) {
    for (int i = 0; i < each; i++) {
      client.resource(node(ENDS, i)).create();
      client.resource(node(STAYS, i)).create();
    }
    for (int i = 0; i < each; i++) {
      awaitReady(client, node(ENDS, i));
      awaitReady(client, node(STAYS, i));
    }
  }

  private static void awaitReady(KubernetesClient client, Node node) {
    client.resource(node).waitUntilCondition(Readiness::isReady, 1, TimeUnit.MINUTES);
  }

  private static Node node(String kind, int number) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("%s-%s-%d".formatted(KEY, kind, number))
        .withAnnotations(Map.of(ANNOTATION, "fake"))
        .withLabels(Map.of(KEY, kind))
        .endMetadata()
        .withNewSpec()
        .addNewTaint()
        .withKey(KEY)
        .withEffect("NoSchedule")
        .endTaint()
        .endSpec()
        .build();
  }
}
