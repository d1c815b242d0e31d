package dev.transferjob.trainer;

import java.util.Arrays;

/** The middle of what several seeds or draws gave; their number is odd. */
public final class Median {
  private Median() {}

  public static double of(double... values) {
    return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
  }
}
