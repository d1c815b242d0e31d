package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.Architecture;
import dev.transferjob.api.FromScratchBaseline;
import dev.transferjob.protocol.Baseline;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.technique.Convergence;
import dev.transferjob.trainer.technique.ScratchBaseline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A baseline's seconds end it; the clock is one that goes on by a second whenever it is read. */
class LimitedBaselineTest {
  private static final long PLANNED = 40;

  @TempDir Path root;
  private final AtomicLong nanos = new AtomicLong();
  private long steps;

  @Test
  void stopsAfterItsSeconds() throws IOException {
    // When
    Baseline baseline = trained(30);

    // Then
    assertThat(steps).isPositive().isLessThan(PLANNED);
    assertThat(baseline.seconds()).isBetween(30.0, 45.0);
    assertThat(baseline.failure()).isNull();
    assertThat(baseline.metrics()).isNotEmpty();
    assertThat(baseline.stepsToBest()).isPositive().isLessThanOrEqualTo(steps);
  }

  /** Preparing alone takes a second of this clock. */
  @Test
  void isMeasuredAsItIsWhereItsSecondsAreOverBeforeTheFirstStep() throws IOException {
    // When
    Baseline baseline = trained(1);

    // Then
    assertThat(steps).isZero();
    assertThat(baseline.failure()).isNull();
    assertThat(baseline.metrics()).isNotEmpty();
    assertThat(baseline.stepsToBest()).isZero();
  }

  @Test
  void makesAllItsStepsInTime() throws IOException {
    // When
    Baseline baseline = trained(100_000);

    // Then
    assertThat(steps).isEqualTo(PLANNED);
    assertThat(baseline.seconds()).isGreaterThan(PLANNED);
  }

  private Baseline trained(int maxSeconds) throws IOException {
    var options = new FromScratchBaseline(maxSeconds);
    var job = new TestJob(root, "job", "FineTuning").with("/training/batchSize", "4");
    try (var small = new SmallRun(root, () -> nanos.addAndGet(1_000_000_000L));
        Network network =
            new NetworkLoader(small.torch).fromScratch(Architecture.CifarResNet8, 2, 3)) {
      var scratch = new ScratchBaseline(job.spec(), options);
      var training = new BaselineTraining(new Convergence(0), small.run, small.measurement);
      var outcome =
          training.train(
              0,
              network,
              made -> List.of(scratch.phase(small.workshop, made, small.material, PLANNED)),
              List::of);
      steps = small.run.step();
      return outcome.baseline();
    }
  }
}
