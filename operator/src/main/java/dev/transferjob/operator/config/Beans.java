package dev.transferjob.operator.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.transferjob.operator.job.TrainerSettings;
import dev.transferjob.operator.job.Vendor;
import dev.transferjob.operator.queue.BoostSettings;
import dev.transferjob.protocol.ProtocolJson;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What is made from the configuration. */
@ApplicationScoped
class Beans {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  TrainerSettings trainerSettings(OperatorConfig config) {
    var trainer = config.trainer();
    return new TrainerSettings(
        trainer.image(),
        trainer.imagePullPolicy(),
        trainer.serviceAccountName(),
        trainer.allowCpu(),
        trainer.vendors().map(Beans::vendors).orElse(Vendor.KNOWN),
        config
            .progress()
            .url()
            .map(url -> new TrainerSettings.Push(url, read(config.progress().caFile()))));
  }

  @Produces
  @Singleton
  BoostSettings boostSettings(OperatorConfig config) {
    var boost = config.priorityBoost();
    return new BoostSettings(boost.enabled(), boost.max(), boost.gpuSecondsPerPoint());
  }

  /**
   * The Java Operator SDK's own. Those that its Quarkus extension would make are bound to the
   * registry only after the operator has taken them, and so measure nothing. None has a label with
   * the name of a job or a namespace.
   */
  @Produces
  @Singleton
  Metrics reconcilerMetrics(MeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection(OperatorConfig config, Leadership leadership) {
    var lease = config.leaderElection();
    var builder =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease.leaseName())
            .withLeaderCallbacks(
                new LeaderCallbacks(leadership::taken, () -> end(leadership), _ -> {}));
    lease.namespace().ifPresent(builder::withLeaseNamespace);
    return builder.build();
  }

  /** The SDK goes on reconciling after it lost the Lease; a new process starts from nothing. */
  private static void end(Leadership leadership) {
    leadership.lost();
    Quarkus.asyncExit(1);
  }

  private static List<Vendor> vendors(String json) {
    try {
      return List.of(ProtocolJson.mapper().readValue(json, Vendor[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "transferjob.trainer.vendors is no list of vendors: " + e.getOriginalMessage(), e);
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " is needed for transferjob.progress.url: mount the chart's TLS Secret", e);
    }
  }
}
