package dev.transferjob.trainer.metrics;

/**
 * A sample that was taken for another class.
 *
 * @param sample its place in the data
 * @param probability of the prediction, by the softmax
 */
public record Mistake(int sample, int label, int prediction, double probability) {}
