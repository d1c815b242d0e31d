package dev.transferjob.operator.transferjob;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A node that only the scheduler believes in: pods are bound to it and never run. That it is there
 * is said all the time, as a kubelet does; else Kubernetes takes it for lost after 50 s.
 */
final class TestNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long BEAT_SECONDS = 10;

  private final KubernetesClient admin;
  private final String name;
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();

  private TestNode(KubernetesClient admin, String name) {
    this.admin = admin;
    this.name = name;
  }

  static TestNode create(
      KubernetesClient admin, String name, Map<String, String> labels, Map<String, String> has) {
    var node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .withNewStatus()
            .addToAllocatable(
                Map.of(
                    "cpu", new Quantity("8"),
                    "memory", new Quantity("32Gi"),
                    "ephemeral-storage", new Quantity("32Gi"),
                    "pods", new Quantity("10")))
            .endStatus();
    has.forEach((resource, amount) -> add(node, resource, amount));
    node.editStatus()
        .withConditions(ready())
        .withCapacity(node.buildStatus().getAllocatable())
        .endStatus();
    var wanted = node.build();
    admin.resource(wanted).create();
    // A patch without a version: Kubernetes writes to the new node too.
    var made = new TestNode(admin, name);
    made.say(Map.of("status", wanted.getStatus()));
    await()
        .atMost(PATIENCE)
        .until(() -> admin.nodes().withName(name).get().getSpec().getTaints().isEmpty());
    var _ =
        made.heart.scheduleAtFixedRate(made::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    return made;
  }

  private void beat() {
    say(Map.of("status", Map.of("conditions", List.of(ready()))));
  }

  private void say(Map<String, ?> patch) {
    admin
        .nodes()
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }

  private static NodeCondition ready() {
    return new NodeConditionBuilder()
        .withType("Ready")
        .withStatus("True")
        .withReason("Ready")
        .withLastHeartbeatTime(Times.text(Instant.now()))
        .build();
  }

  private static void add(NodeBuilder node, String resource, String amount) {
    node.editStatus().addToAllocatable(resource, new Quantity(amount)).endStatus();
  }

  @Override
  public void close() {
    heart.close();
    admin.nodes().withName(name).delete();
  }
}
