package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.api.Architecture;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.technique.Technique;
import dev.transferjob.trainer.train.EpochRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log tells of epochs that mostly waited, by a clock that is part of the test. */
class InputBoundTest {
  @TempDir Path root;
  private final PrintStream usual = System.out;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setOut(usual);
  }

  @Test
  void aThirdOfTheTimeIsTold() throws IOException {
    // Given: a second whenever it is read, so of a step's three seconds one is for its samples
    var nanos = new AtomicLong();

    // When
    List<EpochRecord> epochs = trained(() -> nanos.addAndGet(1_000_000_000L));

    // Then
    assertThat(epochs).hasSize(2);
    for (EpochRecord epoch : epochs) {
      assertThat(epoch.dataWait()).isCloseTo(1 / 3.0, within(1e-9));
      assertThat(epoch.isInputBound()).isTrue();
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("Input-bound: the network waited for its samples in 33 % of this epoch's");
  }

  @Test
  void aFewMomentsAreNot() throws IOException {
    // Given
    var nanos = new AtomicLong();

    // When
    List<EpochRecord> epochs = trained(() -> nanos.addAndGet(1_000_000L));

    // Then
    assertThat(epochs).allMatch(epoch -> epoch.dataWait() > 0.3 && !epoch.isInputBound());
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("Training epoch 2/2")
        .doesNotContain("Input-bound");
  }

  private List<EpochRecord> trained(LongSupplier nanoTime) throws IOException {
    TransferJobSpec spec =
        new TestJob(root, "job", "FromScratch").with("/training/batchSize", "4").spec();
    try (var small = new SmallRun(root, nanoTime);
        Network network =
            new NetworkLoader(small.torch).fromScratch(Architecture.CifarResNet8, 2, 3)) {
      small.run.add("model", network);
      small.run.train(
          0,
          Technique.of(spec, small.material)
              .phases(small.workshop, network, small.material)
              .getFirst());
      return small.run.history();
    }
  }
}
