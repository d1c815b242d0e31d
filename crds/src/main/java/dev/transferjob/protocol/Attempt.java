package dev.transferjob.protocol;

import java.time.Instant;

/**
 * One line of the ledger that the trainer keeps beside the checkpoints. {@code end} and {@code
 * reason} are null while the attempt runs, or when it vanished unheard.
 */
public record Attempt(int run, int number, Instant start, Instant end, long step, String reason) {}
