package dev.transferjob.trainer.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.transferjob.protocol.Attempt;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.TerminationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The termination message, cut to what the kubelet takes: first the ledger, then the words. */
record TerminationFile(Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(TerminationFile.class);
  private static final int SHORT = 500;

  void write(TerminationMessage message) {
    try {
      Files.writeString(file, fitting(message));
    } catch (IOException e) {
      // The exit code still tells the kind of end.
      LOG.warn("{} cannot be written ({})", file, e.getMessage());
    }
  }

  static String fitting(TerminationMessage message) {
    TerminationMessage shorter = message;
    while (bytes(json(shorter)) > TerminationMessage.MAX_BYTES && !shorter.ledger().isEmpty()) {
      List<Attempt> ledger = shorter.ledger();
      shorter = with(shorter, shorter.message(), ledger.subList(1, ledger.size()));
    }
    if (bytes(json(shorter)) > TerminationMessage.MAX_BYTES) {
      String words = shorter.message();
      shorter = with(shorter, words.substring(0, Math.min(SHORT, words.length())), List.of());
    }
    return json(shorter);
  }

  private static TerminationMessage with(
      TerminationMessage message, String words, List<Attempt> ledger) {
    return new TerminationMessage(
        message.attempt(), message.reason(), words, message.progress(), message.result(), ledger);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String json(TerminationMessage message) {
    try {
      return ProtocolJson.mapper().writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
