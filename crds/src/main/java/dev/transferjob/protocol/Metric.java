package dev.transferjob.protocol;

/**
 * A measured value. {@code name} is accuracy, loss, top5Accuracy or macroF1; {@code value} is
 * finite.
 */
public record Metric(String name, double value) {}
