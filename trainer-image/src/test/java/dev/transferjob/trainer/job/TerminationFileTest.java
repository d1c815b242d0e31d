package dev.transferjob.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.protocol.Attempt;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.TerminationMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerminationFileTest {

  @Test
  void dropsTheOldestAttemptsFirst() throws Exception {
    // Given
    List<Attempt> ledger =
        IntStream.rangeClosed(1, 100)
            .mapToObj(i -> new Attempt(1, i, Instant.EPOCH, Instant.EPOCH, i, "Preempted"))
            .toList();

    // When
    String json =
        TerminationFile.fitting(
            new TerminationMessage(100, "Complete", "done", null, null, ledger));

    // Then
    var read = ProtocolJson.mapper().readValue(json, TerminationMessage.class);
    assertThat(json.getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(3500, TerminationMessage.MAX_BYTES);
    assertThat(read.message()).isEqualTo("done");
    assertThat(read.ledger().getLast().number()).isEqualTo(100);
  }

  @Test
  void cutsAMessageThatIsTooLong() throws Exception {
    // Given
    String words = "ü".repeat(5000);

    // When
    String json =
        TerminationFile.fitting(
            new TerminationMessage(1, "DataInvalid", words, null, null, List.of()));

    // Then
    assertThat(json.getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(TerminationMessage.MAX_BYTES);
  }
}
