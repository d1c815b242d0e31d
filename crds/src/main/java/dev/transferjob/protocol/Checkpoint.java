package dev.transferjob.protocol;

import java.time.Instant;

/** The newest verified checkpoint. {@code sha256} is that of its manifest. */
public record Checkpoint(long step, int epoch, String sha256, Instant time) {}
