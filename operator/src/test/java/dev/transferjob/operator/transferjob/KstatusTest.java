package dev.transferjob.operator.transferjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.api.ConditionType;
import dev.transferjob.api.Phase;
import dev.transferjob.api.TransferJobStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What kstatus makes of every golden status. Its rules for custom resources, in their order: not
 * the observed generation, or Reconciling: in progress; Stalled: failed; else current.
 */
class KstatusTest {
  private static final Path CASES = Path.of("src/test/resources/golden");

  private enum Kstatus {
    InProgress,
    Failed,
    Current
  }

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders
          .map(folder -> folder.resolve("out-status.yaml"))
          .filter(Files::exists)
          .sorted()
          .toList()
          .stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getParent().getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    // Given
    var status = Serialization.unmarshal(Files.readString(file), TransferJobStatus.class);

    // When
    var kstatus = kstatus(status);

    // Then
    assertThat(kstatus).isEqualTo(expected(status));
  }

  private static Kstatus kstatus(TransferJobStatus status) {
    if (status.isTrue(ConditionType.Reconciling)) {
      return Kstatus.InProgress;
    }
    return status.isTrue(ConditionType.Stalled) ? Kstatus.Failed : Kstatus.Current;
  }

  /** As kstatus itself does with Jobs: whoever waits is let go when the training has begun. */
  private static Kstatus expected(TransferJobStatus status) {
    if (status.phase() == Phase.Failed || isInvalid(status)) {
      return Kstatus.Failed;
    }
    var begun = status.startTime() != null && status.phase() != Phase.Pending;
    var over = status.phase() == Phase.Succeeded || status.phase() == Phase.Suspended;
    return begun || over ? Kstatus.Current : Kstatus.InProgress;
  }

  private static boolean isInvalid(TransferJobStatus status) {
    return status
        .condition(ConditionType.Running)
        .filter(c -> c.reason().equals(Reason.InvalidSpec.name()))
        .isPresent();
  }
}
