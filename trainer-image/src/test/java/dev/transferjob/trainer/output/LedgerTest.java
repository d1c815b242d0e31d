package dev.transferjob.trainer.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.transferjob.protocol.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir Path folder;

  @Test
  void numbersAttemptsAcrossRunsAndRemembersHowTheyEnded() throws IOException {
    // Given
    Ledger ledger = new Ledger(folder.resolve("ledger.jsonl"), Clock.systemUTC());
    ledger.end(ledger.start(1), 40, "Preempted");

    // When
    Attempt second = ledger.start(2);

    // Then
    assertThat(second.number()).isEqualTo(2);
    assertThat(ledger.attempts()).extracting(Attempt::reason).containsExactly("Preempted", null);
    assertThat(ledger.attempts()).extracting(Attempt::step).containsExactly(40L, 0L);
  }

  @Test
  void aTornLineIsPassedOver() throws IOException {
    // Given
    Path file = folder.resolve("ledger.jsonl");
    Ledger ledger = new Ledger(file, Clock.systemUTC());
    ledger.start(1);
    Files.writeString(file, "{\"run\":1,\"numb", StandardOpenOption.APPEND);

    // When
    ledger.start(1);

    // Then
    assertThat(ledger.attempts()).extracting(Attempt::number).containsExactly(1, 2);
  }
}
