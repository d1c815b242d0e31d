package dev.transferjob.operator.transferjob;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A test class with the operator running on a real control plane, under the chart's rights. */
@WithCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithOperator {
  KubernetesClient admin;
  TestWorld world;
  private RunningOperator operator;

  @BeforeAll
  void start(KubernetesClient client) {
    admin = client;
    world = new TestWorld(client).install();
    operator = new RunningOperator(world.operatorConfig(), new Calls());
  }

  /** An operator that was stopped a moment ago may hold the Lease a while longer. */
  void awaitLeadership(String namespace) {
    var first = world.create(namespace);
    world.awaitReason(first, ConditionType.Running, Reason.PodPending);
    world.stored(first).delete();
  }

  @AfterAll
  void stop() {
    operator.close();
  }

  Kubelet kubelet(TransferJob resource) {
    return new Kubelet(admin, resource.getMetadata().getNamespace());
  }
}
