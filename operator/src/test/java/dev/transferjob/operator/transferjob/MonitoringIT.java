package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.TransferJob;
import dev.transferjob.cluster.junit.WithCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart's dashboard and alerts ask for metrics and labels that the packaged operator has, and
 * what they ask for moves when jobs run.
 */
@WithCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringIT {
  private static final Path FILES = Path.of("../charts/transferjob/files");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern METRIC = Pattern.compile("\\btransferjob_[a-z_]+\\b");
  private static final Pattern BY =
      Pattern.compile("by \\(([a-z_]+)\\) \\([a-z]*\\(?(transferjob_[a-z_]+)");

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
          "transferjob_progress_reports_total",
          "reconciliations_execution_duration_seconds_count",
          "reconciliations_execution_duration_seconds_sum");

  /** Seconds that the attempts ran that succeeded, and that was preempted without a checkpoint. */
  private static final int TRAINED = 1000;

  private static final int LOST = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<TransferJob> jobs = new ArrayList<>();
  private KubernetesClient admin;
  private TestWorld world;
  private PackagedOperator operator;
  private Scrape before;
  private Scrape after;

  @BeforeAll
  void jobsSucceedFailAndArePreempted(KubernetesClient client, @TempDir Path folder)
      throws Exception {
    admin = client;
    world = new TestWorld(admin).install();
    admin.leases().inNamespace("ops").delete();
    var json = Map.of("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
    operator = new PackagedOperator(folder, world.operatorConfig(), json);
    operator.awaitReady();
    before = scrape();
    succeedsAtTheSecondAttempt();
    failsForGood();
    isPreempted();
    isSilent();
    after = scrape();
  }

  @AfterAll
  void stop() {
    operator.close();
  }

  @Test
  void dashboardAndAlertsUseWhatTheOperatorTells() throws IOException {
    assertThat(after.sums().keySet()).containsAll(used());
    assertThat(after.labels()).containsAll(usedLabels());
    assertThat(MOVED)
        .allSatisfy(name -> assertThat(after.moved(name, before)).as(name).isPositive());
  }

  @Test
  void gpuSecondsAreCountedAndWhatWasNotSavedIsLost() {
    assertThat(after.moved("transferjob_gpu_seconds_total", before))
        .isGreaterThanOrEqualTo(TRAINED + LOST);
    assertThat(after.moved("transferjob_lost_gpu_seconds_total", before))
        .isGreaterThanOrEqualTo(LOST)
        .isLessThan(TRAINED);
  }

  @Test
  void silenceOfARunningJobIsMeasured() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(scrape().sums().get("transferjob_progress_age_seconds")).isPositive());
  }

  /** Else there would be more and more series, of jobs that are long gone. */
  @Test
  void noSeriesIsOfOneJob() {
    assertThat(jobs)
        .hasSize(4)
        .extracting(TransferJob::getMetadata)
        .allSatisfy(
            job ->
                assertThat(after.text())
                    .doesNotContain(job.getName())
                    .doesNotContain(job.getNamespace())
                    .doesNotContain(job.getUid()));
  }

  @Test
  void linesTellWhichJobTheyAreOf() {
    assertThat(jobs)
        .extracting(TransferJob::getMetadata)
        .allSatisfy(
            job ->
                await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                        () ->
                            assertThat(contexts(" trains on node "))
                                .contains(
                                    List.of(job.getNamespace(), job.getName(), job.getUid()))));
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

  private void succeedsAtTheSecondAttempt() throws Exception {
    var resource = create("monitored");
    var kubelet = new Kubelet(admin, "monitored");
    kubelet.end(kubelet.run(kubelet.livePod()), 70, "Error", "");
    world.awaitReason(resource, ConditionType.Running, Reason.Hung);
    var second = kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);
    var path = "/v1/namespaces/monitored/transferjobs/ants-and-bees/progress";
    new ProgressClient(operator).post(path, world.token(resource, second), "{}");
    kubelet.end(second, 0, "Completed", "", Duration.ofSeconds(TRAINED));
    world.awaitReason(resource, ConditionType.Complete, Reason.Completed);
  }

  private void failsForGood() {
    var resource = create("monitored-failure");
    var kubelet = new Kubelet(admin, "monitored-failure");
    var pod = kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);
    kubelet.end(pod, 42, "Error", "");
    world.awaitReason(resource, ConditionType.Failed, Reason.DataInvalid);
  }

  private void isPreempted() {
    var resource = create("monitored-preemption");
    var kubelet = new Kubelet(admin, "monitored-preemption");
    var pod = kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);
    kubelet.end(kubelet.preempt(pod), 143, "Error", "", Duration.ofSeconds(LOST));
    world.awaitReason(resource, ConditionType.Running, Reason.Preempted);
  }

  private void isSilent() {
    var resource = create("monitored-silence");
    var kubelet = new Kubelet(admin, "monitored-silence");
    kubelet.run(kubelet.livePod());
    world.awaitReason(resource, ConditionType.Running, Reason.Training);
  }

  private TransferJob create(String namespace) {
    var resource = world.create(world.namespace(namespace));
    jobs.add(resource);
    return resource;
  }

  private Scrape scrape() throws IOException {
    return new Scrape(operator.get("/q/metrics"));
  }

  /** Namespace, name and UID that come with the lines of this text. */
  private List<List<String>> contexts(String text) throws IOException {
    var contexts = new ArrayList<List<String>>();
    for (var line : operator.output().lines().filter(it -> it.startsWith("{")).toList()) {
      var parsed = YAML.readTree(line);
      if (parsed.path("message").asText().contains(text)) {
        var context = parsed.path("mdc");
        contexts.add(
            Stream.of("resource.namespace", "resource.name", "resource.uid")
                .map(key -> context.path(key).asText())
                .toList());
      }
    }
    return contexts;
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
