package dev.transferjob.trainer.technique;

import dev.transferjob.trainer.train.Examples;

/** The samples to learn from and to choose the best epoch by. */
public record Material(Examples train, Examples validation) {}
