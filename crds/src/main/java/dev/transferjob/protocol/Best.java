package dev.transferjob.protocol;

/** The best epoch so far by {@code metric}. */
public record Best(String metric, double value, int epoch) {}
