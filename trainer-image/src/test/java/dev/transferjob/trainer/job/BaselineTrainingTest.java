package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import dev.transferjob.api.Architecture;
import dev.transferjob.api.ExitCode;
import dev.transferjob.api.FromScratchBaseline;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.trainer.StopSignal;
import dev.transferjob.trainer.TrainerException;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.progress.ProgressSink;
import dev.transferjob.trainer.progress.ProgressTracker;
import dev.transferjob.trainer.technique.Convergence;
import dev.transferjob.trainer.technique.Material;
import dev.transferjob.trainer.technique.ScratchBaseline;
import dev.transferjob.trainer.technique.Workshop;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.Scorer;
import dev.transferjob.trainer.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to the baseline is told, and the job goes on. */
class BaselineTrainingTest {
  @TempDir Path root;
  private final StopSignal stop = new StopSignal();
  private final Torch torch = Torch.start(1);
  private final ProgressTracker tracker =
      new ProgressTracker(1, ProgressSink.none(), System::nanoTime);
  private ScratchBaseline baseline;
  private BaselineTraining training;

  @BeforeEach
  void makeTraining() throws IOException {
    TransferJobSpec spec = new TestJob(root, "job", "FineTuning").spec();
    var checkpointer = SmallRun.checkpointer(SmallRun.output(root));
    var scorer = new Scorer(torch, 2, 4);
    var run = TrainingRun.of(torch, scorer, checkpointer, tracker, stop, "job", "machine");
    baseline = new ScratchBaseline(spec, new FromScratchBaseline(null));
    training =
        new BaselineTraining(
            new Convergence(0),
            run,
            new Measurement("test", new BrokenExamples(), scorer, tracker, stop));
  }

  @Test
  void aDivergingBaselineIsReported() {
    // Given: images that are not numbers, so that the first loss is none either
    var samples = new BrokenExamples();
    var material = new Material(samples, samples, Optional.empty());

    // When
    try (NDManager manager = torch.newScope()) {
      var workshop = new Workshop(torch, manager, tracker, stop, root, "key", 4, Optional.empty());
      var outcome = train(network -> List.of(baseline.phase(workshop, network, material, 3)));

      // Then
      assertThat(outcome.baseline().failure()).contains("the loss became NaN", "Baseline");
      assertThat(outcome.baseline().metrics()).isEmpty();
      assertThat(outcome.evaluation()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TEMPORARY_FAILURE", "OUT_OF_GPU_MEMORY", "OUTPUT_FAILED"})
  void anyFailureIsReported(ExitCode code) {
    // When
    var outcome =
        train(
            network -> {
              throw new TrainerException(code, "broke");
            });

    // Then
    assertThat(outcome.baseline().failure()).isEqualTo("broke");
  }

  @Test
  void aFailureOfPyTorchIsReported() {
    // When
    var outcome =
        train(
            network -> {
              throw new EngineException("CUDA out of memory");
            });

    // Then
    assertThat(outcome.baseline().failure()).isEqualTo("CUDA out of memory");
  }

  @Test
  void aStopStaysAStop() {
    // Given
    stop.ask();

    // When / Then
    assertThatThrownBy(
            () ->
                train(
                    network -> {
                      throw new TrainerException(ExitCode.TEMPORARY_FAILURE, "could not save");
                    }))
        .hasMessage("could not save");
  }

  private BaselineTraining.Outcome train(Function<Network, List<Phase>> phases) {
    try (Network network = new NetworkLoader(torch).fromScratch(Architecture.CifarResNet8, 2, 0)) {
      return training.train(0, network, phases, List::of);
    }
  }
}
