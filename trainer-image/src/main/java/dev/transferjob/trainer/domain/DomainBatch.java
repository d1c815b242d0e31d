package dev.transferjob.trainer.domain;

import ai.djl.ndarray.NDArray;

/**
 * What the network made of one batch of each domain, in a forward pass each.
 *
 * @param sourceFeatures [n, width]
 * @param sourceLogits [n, classes]
 * @param targetFeatures [m, width]
 * @param targetLogits [m, classes]
 */
public record DomainBatch(
    NDArray sourceFeatures, NDArray sourceLogits, NDArray targetFeatures, NDArray targetLogits) {}
