package dev.transferjob.operator.transferjob;

import dev.transferjob.api.Phase;
import dev.transferjob.api.ProgressStatus;
import dev.transferjob.api.TransferJob;
import dev.transferjob.api.TransferJobStatus;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How many jobs are in each phase, and how long the most silent one has been so. */
@ApplicationScoped
class JobGauges {
  /** One scrape reads every gauge; the jobs are looked through once for all of them. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final MeterRegistry registry;
  private final Clock clock;
  private Cache<TransferJob> jobs;
  private Figures figures = new Figures(Instant.EPOCH, Map.of(), 0);

  private record Figures(Instant time, Map<Phase, Long> jobs, double progressAge) {}

  JobGauges(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Called once, when the cache of jobs is there. */
  synchronized void open(Cache<TransferJob> cache) {
    jobs = cache;
    Arrays.stream(Phase.values())
        .forEach(
            phase ->
                Gauge.builder("transferjob.jobs", () -> current().jobs().getOrDefault(phase, 0L))
                    .tag("phase", phase.name())
                    .register(registry));
    Gauge.builder("transferjob.progress.age", () -> current().progressAge())
        .baseUnit("seconds")
        .register(registry);
  }

  private synchronized Figures current() {
    var now = clock.instant();
    if (Duration.between(figures.time(), now).compareTo(FRESH) > 0) {
      figures = looked(now);
    }
    return figures;
  }

  private Figures looked(Instant now) {
    var counts = new EnumMap<Phase, Long>(Phase.class);
    var oldest = now;
    for (var job : jobs.list().toList()) {
      var status = Optional.ofNullable(job.getStatus());
      var phase = status.map(TransferJobStatus::phase).orElse(Phase.Pending);
      counts.merge(phase, 1L, Long::sum);
      if (phase == Phase.Running) {
        var heard = heard(status.orElseThrow()).orElse(now);
        oldest = heard.isBefore(oldest) ? heard : oldest;
      }
    }
    return new Figures(now, counts, Duration.between(oldest, now).toMillis() / 1000.0);
  }

  /** When the trainer was heard last; before that, when its attempt began. */
  private static Optional<Instant> heard(TransferJobStatus status) {
    var started =
        status.attemptHistory().isEmpty() ? null : status.attemptHistory().getLast().startTime();
    return Optional.ofNullable(status.progress())
        .map(ProgressStatus::lastUpdatedTime)
        .filter(time -> started == null || time.compareTo(started) > 0)
        .or(() -> Optional.ofNullable(started))
        .map(Instant::parse);
  }
}
