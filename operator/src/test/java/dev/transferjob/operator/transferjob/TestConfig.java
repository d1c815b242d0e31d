package dev.transferjob.operator.transferjob;

import dev.transferjob.operator.config.OperatorConfig;
import java.time.Duration;
import java.util.Optional;

/** The operator's configuration in tests: progress is written as soon as it comes. */
public record TestConfig(Duration interval, Optional<String> vendors) implements OperatorConfig {
  TestConfig(Duration interval) {
    this(interval, Optional.empty());
  }

  @Override
  public Trainer trainer() {
    return new TestTrainer(
        "localhost/transferjob/trainer:0.1.0", "IfNotPresent", "default", true, vendors);
  }

  @Override
  public Progress progress() {
    return new TestProgress(Optional.empty(), "unused", interval, 50, 100);
  }

  @Override
  public PriorityBoost priorityBoost() {
    return new TestBoost(false, 10, 600);
  }

  @Override
  public LeaderElection leaderElection() {
    return new TestLeaderElection("transferjob", Optional.of("ops"));
  }

  private record TestTrainer(
      String image,
      String imagePullPolicy,
      String serviceAccountName,
      boolean allowCpu,
      Optional<String> vendors)
      implements Trainer {}

  private record TestProgress(
      Optional<String> url,
      String caFile,
      Duration interval,
      int statusWritesPerSecond,
      int reportsPerSecond)
      implements Progress {}

  private record TestBoost(boolean enabled, int max, long gpuSecondsPerPoint)
      implements PriorityBoost {}

  private record TestLeaderElection(String leaseName, Optional<String> namespace)
      implements LeaderElection {}
}
