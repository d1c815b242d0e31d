package dev.transferjob.trainer.graph;

/**
 * The classes of the samples most alike: (N, features) to logits (N, classes). Its tensors are
 * {@code bank}, the samples' features at length 1 (samples, features), and {@code votes}, their
 * classes (samples, classes). The logits are the logarithms of the classes' shares in the votes of
 * the {@code neighbors} samples of highest cosine, one more vote being spread over all classes.
 */
public record NearestNeighbors(int samples, int features, int classes, int neighbors)
    implements Layer {}
