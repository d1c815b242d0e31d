package dev.transferjob.trainer.technique;

import dev.transferjob.trainer.data.Dataset;

/** The samples to learn from and to choose the best epoch by, with their digests. */
public record Material(
    Dataset train, String trainDigest, Dataset validation, String validationDigest) {}
