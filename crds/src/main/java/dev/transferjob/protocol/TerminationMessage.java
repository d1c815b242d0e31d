package dev.transferjob.protocol;

import java.util.List;

/**
 * How an attempt ended, as JSON of at most {@link #MAX_BYTES} in the container's termination
 * message. {@code message} holds the cause and the next thing to do.
 */
public record TerminationMessage(
    int attempt,
    String reason,
    String message,
    ProgressReport progress,
    Result result,
    List<Attempt> ledger) {
  /** More would be cut off by the kubelet. */
  public static final int MAX_BYTES = 4096;

  /** The reason where the result of the same training was there already. */
  public static final String ALREADY_COMPLETE = "AlreadyComplete";

  public TerminationMessage {
    ledger = ledger == null ? List.of() : List.copyOf(ledger);
  }
}
