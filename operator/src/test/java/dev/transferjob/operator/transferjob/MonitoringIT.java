package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.api.ConditionType;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart's dashboard and alerts ask for metrics and labels that the packaged operator has, and
 * what they ask for moves when jobs run.
 */
@WithCluster
class MonitoringIT {
  private static final Path FILES = Path.of("../charts/transferjob/files");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern METRIC = Pattern.compile("\\btransferjob_[a-z_]+\\b");
  private static final Pattern BY =
      Pattern.compile("by \\(([a-z_]+)\\) \\([a-z]*\\(?(transferjob_[a-z_]+)");
  private static final Pattern SERIES =
      Pattern.compile("(?m)^([a-z_]+)(?:\\{([^}]*)})? ([-0-9.Ee]+|NaN)$");

  /**
   * What one job that fails once and succeeds, one that is preempted, and one that fails change.
   */
  private static final Set<String> MOVED =
      Set.of(
          "transferjob_created_total",
          "transferjob_succeeded_total",
          "transferjob_failed_total",
          "transferjob_restarted_total",
          "transferjob_preempted_total",
          "transferjob_status_writes_total",
          "transferjob_api_calls_seconds_count",
          "transferjob_api_calls_seconds_sum",
          "transferjob_progress_reports_total");

  @Test
  void dashboardAndAlertsUseWhatTheOperatorTells(KubernetesClient admin, @TempDir Path folder)
      throws Exception {
    // Given
    var world = new TestWorld(admin).install();
    admin.leases().inNamespace("ops").delete();
    var json = Map.of("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
    try (var operator = new PackagedOperator(folder, world.operatorConfig(), json)) {
      operator.awaitReady();
      var before = sums(operator.get("/q/metrics"));

      // When
      succeedsAtTheSecondAttempt(world, admin, operator);
      failsForGood(world, admin);
      isPreempted(world, admin);

      // Then
      var scraped = operator.get("/q/metrics");
      var after = sums(scraped);
      assertThat(after.keySet()).containsAll(used());
      assertThat(labels(scraped)).containsAll(usedLabels());
      assertThat(MOVED)
          .allSatisfy(
              name ->
                  assertThat(after.get(name))
                      .as(name)
                      .isGreaterThan(before.getOrDefault(name, 0.0)));
    }
  }

  @Test
  void serviceMonitorNamesAPortThatServesMetrics() {
    // Given
    var objects = Chart.objects("--set", "monitoring.serviceMonitor=true");
    var monitor =
        objects.stream()
            .filter(object -> object.getKind().equals("ServiceMonitor"))
            .map(GenericKubernetesResource.class::cast)
            .findFirst()
            .orElseThrow();

    // When
    String port = monitor.get("spec", "endpoints", 0, "port");
    Map<String, String> selected = monitor.get("spec", "selector", "matchLabels");

    // Then
    assertThat((String) monitor.get("spec", "endpoints", 0, "path")).isEqualTo("/q/metrics");
    assertThat(objects)
        .filteredOn(Service.class::isInstance)
        .map(Service.class::cast)
        .filteredOn(it -> it.getMetadata().getLabels().entrySet().containsAll(selected.entrySet()))
        .flatExtracting(it -> it.getSpec().getPorts())
        .filteredOn(it -> it.getName().equals(port))
        .singleElement()
        .satisfies(it -> assertThat(it.getTargetPort().getStrVal()).isEqualTo("management"));
  }

  private static void succeedsAtTheSecondAttempt(
      TestWorld world, KubernetesClient admin, PackagedOperator operator) throws Exception {
    var resource = world.create(world.namespace("monitored"));
    var kubelet = new Kubelet(admin, "monitored");
    kubelet.end(kubelet.run(kubelet.livePod()), 70, "Error", "");
    var second = kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);
    var path = "/v1/namespaces/monitored/transferjobs/ants-and-bees/progress";
    new ProgressClient(operator).post(path, world.token(resource, second), "{}");
    kubelet.end(second, 0, "Completed", "");
    world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
  }

  private static void failsForGood(TestWorld world, KubernetesClient admin) {
    var resource = world.create(world.namespace("monitored-failure"));
    var kubelet = new Kubelet(admin, "monitored-failure");
    kubelet.end(kubelet.run(kubelet.livePod()), 42, "Error", "");
    world.awaitReason(resource, ConditionType.Failed, Reason.DataInvalid);
  }

  private static void isPreempted(TestWorld world, KubernetesClient admin) {
    var resource = world.create(world.namespace("monitored-preemption"));
    var kubelet = new Kubelet(admin, "monitored-preemption");
    kubelet.end(kubelet.preempt(kubelet.run(kubelet.livePod())), 143, "Error", "");
    world.awaitReason(resource, ConditionType.Running, Reason.Preempted);
  }

  /** The sum over all series of a name. */
  private static Map<String, Double> sums(String scraped) {
    var sums = new TreeMap<String, Double>();
    var series = SERIES.matcher(scraped);
    while (series.find()) {
      sums.merge(series.group(1), Double.parseDouble(series.group(3)), Double::sum);
    }
    return sums;
  }

  /** Each name with each of its labels. */
  private static Set<String> labels(String scraped) {
    var labels = new HashSet<String>();
    var series = SERIES.matcher(scraped);
    while (series.find()) {
      if (series.group(2) != null) {
        for (var label : series.group(2).split(",", -1)) {
          labels.add(series.group(1) + " " + label.split("=", 2)[0]);
        }
      }
    }
    return labels;
  }

  private static Set<String> used() throws IOException {
    var used = new TreeSet<String>();
    for (var expression : expressions()) {
      METRIC.matcher(expression).results().forEach(found -> used.add(found.group()));
    }
    return used;
  }

  private static Set<String> usedLabels() throws IOException {
    var used = new TreeSet<String>();
    for (var expression : expressions()) {
      BY.matcher(expression).results().forEach(it -> used.add(it.group(2) + " " + it.group(1)));
    }
    assertThat(used).isNotEmpty();
    return used;
  }

  /** All that the dashboard and the alerts ask Prometheus for. */
  private static List<String> expressions() throws IOException {
    var dashboard = YAML.readTree(FILES.resolve("dashboard.json").toFile());
    var alerts = YAML.readTree(FILES.resolve("alerts.yaml").toFile());
    return Stream.of(dashboard, alerts)
        .flatMap(file -> file.findValues("expr").stream())
        .map(JsonNode::asText)
        .toList();
  }
}
