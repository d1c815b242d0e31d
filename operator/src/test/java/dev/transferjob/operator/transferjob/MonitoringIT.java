package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ConditionType;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's dashboard and alerts ask for metrics that the packaged operator has. */
@WithCluster
class MonitoringIT {
  private static final Path FILES = Path.of("../charts/transferjob/files");
  private static final Pattern METRIC = Pattern.compile("\\btransferjob_[a-z_]+\\b");
  private static final Pattern SERIES = Pattern.compile("(?m)^([a-z_]+)[{ ]");

  @Test
  void dashboardAndAlertsUseMetricsThatExist(KubernetesClient admin, @TempDir Path folder)
      throws Exception {
    // Given
    var world = new TestWorld(admin).install();
    admin.leases().inNamespace("ops").delete();
    var json = Map.of("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
    try (var operator = new PackagedOperator(folder, world.operatorConfig(), json)) {
      operator.awaitReady();
      var resource = world.create(world.namespace("monitored"));
      world.awaitReason(resource, ConditionType.Running, Reason.PodPending);

      // When
      var scraped = operator.get("/q/metrics");

      // Then
      var known = SERIES.matcher(scraped).results().map(m -> m.group(1)).toList();
      assertThat(known).containsAll(used());
    }
  }

  private static Set<String> used() throws IOException {
    var text =
        Files.readString(FILES.resolve("dashboard.json"))
            + Files.readString(FILES.resolve("alerts.yaml"));
    return METRIC.matcher(text).results().map(m -> m.group()).collect(Collectors.toSet());
  }
}
