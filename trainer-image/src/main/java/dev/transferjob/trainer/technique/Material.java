package dev.transferjob.trainer.technique;

import dev.transferjob.trainer.train.Examples;
import java.util.Optional;

/**
 * What there is to learn from.
 *
 * @param validation to choose the best epoch by
 * @param target only for domain adaptation
 */
public record Material(Examples train, Examples validation, Optional<TargetDomain> target) {}
