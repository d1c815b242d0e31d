package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.ConditionType;
import dev.transferjob.cluster.Addon;
import dev.transferjob.cluster.junit.WithCluster;
import dev.transferjob.operator.job.TrainerJob;
import dev.transferjob.operator.queue.KueueLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart grants what the operator uses, and nothing else. */
@WithCluster(with = Addon.KUEUE)
class RightsTest {
  /** The Java Operator SDK asks at its start for this right, and then its client patches. */
  private static final String DEMANDED_ONLY = "update coordination.k8s.io/leases";

  @Test
  void usedRightsAreThoseGranted(KubernetesClient admin) {
    // Given
    var world = new TestWorld(admin).install();
    admin.leases().inNamespace("ops").delete();
    var calls = new Calls();
    var resource = world.create(world.namespace("rights"));
    var kubelet = new Kubelet(admin, "rights");
    world.forbidGpus(world.namespace("rights-quota"));
    var refused = world.create("rights-quota");
    world.create(
        world.namespace("rights-claim"), "resources: null\naccelerator: {deviceClassName: a}");
    new TestQueues(admin, world.namespace("rights-queue")).gpus(0);
    var queued = world.create("rights-queue", "queueName: other\npriorityClassName: low");

    // When
    try (var operator = new RunningOperator(world.operatorConfig(), calls)) {
      kubelet.unschedulable(kubelet.livePod(), "persistentvolumeclaim \"photos\" not found");
      world.awaitReason(resource, ConditionType.Running, Reason.VolumePending);
      kubelet.run(kubelet.livePod());
      world.awaitReason(resource, ConditionType.Running, Reason.Training);
      world.awaitReason(refused, ConditionType.Running, Reason.QuotaExceeded);
      world.awaitReason(queued, ConditionType.Running, Reason.QueueNotFound);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !admin.pods().inNamespace("rights-claim").list().getItems().isEmpty());
      world
          .stored(queued)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\": {\"priorityClassName\": \"high\"}}");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  "high"
                      .equals(
                          world
                              .jobs(queued)
                              .getFirst()
                              .getMetadata()
                              .getLabels()
                              .get(KueueLabels.PRIORITY)));
      world.suspend(refused, true);
      world.awaitReason(refused, ConditionType.Suspended, Reason.Suspended);
      // The name of a Job of ours that exists already: the Job is read once more.
      operator
          .client()
          .batch()
          .v1()
          .jobs()
          .inNamespace("rights")
          .withName(TrainerJob.name(resource, 1))
          .get();
    }

    // Then
    var used = new TreeSet<>(calls.rights());
    used.remove("create authorization.k8s.io/selfsubjectrulesreviews");
    used.add(DEMANDED_ONLY);
    assertThat(used).isEqualTo(granted(Chart.objects()));
  }

  @Test
  void namespacedModeGrantsTheSameWithoutClusterRoles() {
    // When
    var objects = Chart.objects("--set", "watchNamespaces={team-a,team-b}");

    // Then
    assertThat(objects).noneMatch(ClusterRole.class::isInstance);
    assertThat(granted(objects)).isEqualTo(granted(Chart.objects()));
  }

  @Test
  void boostNeedsOneRightMore() {
    // When
    var more = granted(Chart.objects("--set", "kueue.priorityBoost.enabled=true"));

    // Then
    more.removeAll(granted(Chart.objects()));
    assertThat(more).containsExactly("patch kueue.x-k8s.io/workloads");
  }

  @Test
  void nothingIsGrantedByWildcardOrOnSecretsOrExec() {
    assertThat(granted(Chart.objects()))
        .isNotEmpty()
        .noneMatch(right -> right.contains("*"))
        .noneMatch(right -> right.contains("secrets"))
        .noneMatch(right -> right.contains("pods/"));
  }

  private static Set<String> granted(List<HasMetadata> objects) {
    return objects.stream()
        .flatMap(RightsTest::rules)
        .flatMap(RightsTest::rights)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<PolicyRule> rules(HasMetadata object) {
    return switch (object) {
      case ClusterRole role -> role.getRules().stream();
      case Role role -> role.getRules().stream();
      default -> Stream.empty();
    };
  }

  private static Stream<String> rights(PolicyRule rule) {
    return rule.getResources().stream()
        .flatMap(
            resource ->
                rule.getVerbs().stream()
                    .map(verb -> Calls.right(verb, rule.getApiGroups().getFirst(), resource)));
  }
}
