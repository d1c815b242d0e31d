package dev.transferjob.operator.transferjob;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.operator.client.CheapCopies;
import dev.transferjob.operator.client.Reading;
import dev.transferjob.operator.events.EventRecorder;
import dev.transferjob.operator.job.TrainerSettings;
import dev.transferjob.operator.job.Vendor;
import dev.transferjob.operator.progress.ProgressInbox;
import dev.transferjob.operator.queue.BoostSettings;
import dev.transferjob.operator.queue.Workloads;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** The real reconciler on a real API server, in this JVM; closing it is like stopping the pod. */
public final class RunningOperator implements AutoCloseable {
  private final KubernetesClient client;
  private final Operator operator;

  /** The SDK leaves it running, one thread that wakes a hundred times a second. */
  private final ScheduledExecutorService scheduler;

  private final ProgressInbox inbox = new ProgressInbox();

  RunningOperator(Config config, Calls calls) {
    this(config, calls, BoostSettings.OFF);
  }

  RunningOperator(Config config, Calls calls, BoostSettings boost) {
    this(
        builder(config)
            .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("calls", calls))
            .build(),
        overrider -> overrider.withLeaderElectionConfiguration(election()),
        Set.of(),
        boost);
  }

  private RunningOperator(
      KubernetesClient client,
      Consumer<ConfigurationServiceOverrider> options,
      Set<String> namespaces,
      BoostSettings boost) {
    this.client = client;
    operator =
        new Operator(
            overrider ->
                options.accept(
                    overrider
                        .withKubernetesClient(client)
                        .withReconciliationTerminationTimeout(Duration.ofSeconds(2))));
    operator.register(
        reconciler(boost),
        overrider -> {
          if (!namespaces.isEmpty()) {
            overrider.settingNamespaces(namespaces);
          }
        });
    operator.start();
    scheduler =
        operator.getConfigurationService().getExecutorServiceManager().scheduledExecutorService();
  }

  /** Works in one namespace, beside those of others; there is no election. */
  public static RunningOperator ofNamespace(Config config, String namespace) {
    return new RunningOperator(
        builder(config).build(), _ -> {}, Set.of(namespace), BoostSettings.OFF);
  }

  /** Reads as in the application, with event loops of its own, which end with it. */
  private static KubernetesClientBuilder builder(Config config) {
    var mapper = new ObjectMapper();
    new Reading().customize(mapper);
    new Shared.Strings().customize(mapper);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(new CheapCopies(mapper, true))
        .withHttpClientFactory(new VertxHttpClientFactory());
  }

  private static LeaderElectionConfiguration election() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("transferjob")
        .withLeaseNamespace("ops")
        .withIdentity("test-" + System.nanoTime())
        .buildForTest(false);
  }

  private TransferJobReconciler reconciler(BoostSettings boost) {
    var clock = Clock.systemUTC();
    var config = new TestConfig(Duration.ofMillis(500));
    var settings =
        new TrainerSettings(
            config.trainer().image(),
            config.trainer().imagePullPolicy(),
            config.trainer().serviceAccountName(),
            config.trainer().allowCpu(),
            Vendor.KNOWN,
            Optional.of(new TrainerSettings.Push("https://progress.ops.svc:8443", "a PEM")));
    var registry = new SimpleMeterRegistry();
    var metrics = new JobMetrics(registry);
    var created = new Created();
    var workloads = new Workloads();
    return new TransferJobReconciler(
        new Observer(inbox, new Obstacles(client), created, workloads),
        new JobCreation(client, settings, metrics, created),
        new JobRemoval(client, metrics),
        new JobPriority(client, metrics),
        new WorkloadBoost(client, boost, metrics),
        workloads,
        new StatusReport(new WriteBudget(config, inbox), new EventRecorder(client, clock), metrics),
        inbox,
        new JobGauges(registry, clock),
        clock);
  }

  KubernetesClient client() {
    return client;
  }

  ProgressInbox inbox() {
    return inbox;
  }

  @Override
  public void close() {
    operator.stop();
    scheduler.shutdownNow();
    client.close();
  }
}
