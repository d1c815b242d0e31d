package dev.transferjob.operator.progress;

import dev.transferjob.operator.config.OperatorConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A token bucket per sender: so many reports a second, five times as many in a burst. */
@ApplicationScoped
class RateLimit {
  private static final int MAX_SENDERS = 10_000;
  private static final int BURST_SECONDS = 5;

  private final double perSecond;
  private final Clock clock;
  private final Map<String, Bucket> buckets = new Bounded<>(MAX_SENDERS);

  private record Bucket(double tokens, Instant since) {}

  @Inject
  RateLimit(OperatorConfig config, Clock clock) {
    this(config.progress().reportsPerSecond(), clock);
  }

  RateLimit(double perSecond, Clock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  synchronized boolean allows(String sender) {
    var now = clock.instant();
    var full = perSecond * BURST_SECONDS;
    var bucket = buckets.getOrDefault(sender, new Bucket(full, now));
    var elapsed = Math.max(0, Duration.between(bucket.since(), now).toMillis()) / 1000.0;
    var tokens = Math.min(full, bucket.tokens() + elapsed * perSecond);
    var allowed = tokens >= 1;
    buckets.put(sender, new Bucket(allowed ? tokens - 1 : tokens, now));
    return allowed;
  }
}
