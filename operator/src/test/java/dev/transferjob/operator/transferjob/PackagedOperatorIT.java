package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.transferjob.api.ConditionType;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithCluster
class PackagedOperatorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Of no job, and before there is one. */
  private static final Pattern BOOST_IS_OFF =
      Pattern.compile(
          "(?m) \\[/ ] Checkpoint-aware preemption by Kueue is off"
              + " \\(kueue.priorityBoost.enabled\\)$");

  private static final String PATH = "/v1/namespaces/packaged/transferjobs/ants-and-bees/progress";

  @Test
  void worksAsShipped(KubernetesClient admin, @TempDir Path folder) throws Exception {
    // Given
    var world = new TestWorld(admin).install();
    admin.leases().inNamespace("ops").delete();
    try (var operator = new PackagedOperator(folder, world.operatorConfig())) {
      operator.awaitReady();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(operator.output()).containsPattern(BOOST_IS_OFF));

      // When
      var resource = world.create(world.namespace("packaged"));

      // Then
      world.awaitReason(resource, ConditionType.Running, Reason.PodPending);
      assertThat(operator.get("/q/metrics")).contains("transferjob_status_writes_total");
      assertThat(operator.get("/q/health/live")).contains("UP");
      assertThat(new ProgressClient(operator).post(PATH, "", "{}")).isEqualTo(401);
      assertThat(operator.stop()).as(operator.output()).isEqualTo(143);
      assertThat(operator.output())
          .doesNotContain("ERROR")
          .contains(
              "[packaged/ants-and-bees %s] PodPending: "
                  .formatted(resource.getMetadata().getUid()));
    }
  }

  @Test
  void endsWhenAnotherTakesTheLease(KubernetesClient admin, @TempDir Path folder) throws Exception {
    // Given
    var world = new TestWorld(admin).install();
    admin.leases().inNamespace("ops").delete();
    try (var operator = new PackagedOperator(folder, world.operatorConfig())) {
      operator.awaitReady();
      var lease = admin.leases().inNamespace("ops").withName("transferjob");
      lease.waitUntilCondition(PackagedOperatorIT::isHeld, 30, TimeUnit.SECONDS);

      // When
      // Not bound to a version: the operator renews it all the time.
      lease.patch(PatchContext.of(PatchType.JSON_MERGE), heldByAnother());

      // Then
      assertThat(operator.awaitEnd()).isEqualTo(1);
    }
  }

  private static String heldByAnother() {
    var renewed = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10).truncatedTo(ChronoUnit.SECONDS);
    return """
    {"spec": {"holderIdentity": "another", "renewTime": "%s"}}
    """
        .formatted(renewed.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")));
  }

  private static boolean isHeld(Lease lease) {
    return lease != null
        && !"another".equals(lease.getSpec().getHolderIdentity())
        && ZonedDateTime.now(ZoneOffset.UTC)
            .minusSeconds(5)
            .isBefore(lease.getSpec().getRenewTime());
  }
}
