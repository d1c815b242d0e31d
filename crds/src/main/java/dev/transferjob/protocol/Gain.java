package dev.transferjob.protocol;

/** The model's value minus the baseline's, with its 95 % interval. */
public record Gain(String name, double value, double low, double high) {}
