package dev.transferjob.trainer.data;

import dev.transferjob.api.Interpolation;
import java.util.List;

/**
 * How an image becomes the network's input: the shorter side to {@code resize}, the centre square
 * of {@code size} pixels, then {@code (value / 255 - mean) / std} per channel.
 */
public record Preprocessing(
    int size, int resize, Interpolation interpolation, List<Double> mean, List<Double> std) {

  public static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  /** The number of values of one input. */
  int values() {
    return CHANNELS * size * size;
  }

  /** The normalised value of each channel's 256 levels, in single precision as PyTorch has it. */
  float[][] levels() {
    float[][] levels = new float[CHANNELS][LEVELS];
    for (int channel = 0; channel < CHANNELS; channel++) {
      float centre = mean.get(channel).floatValue();
      float spread = std.get(channel).floatValue();
      for (int level = 0; level < LEVELS; level++) {
        levels[channel][level] = (level / 255f - centre) / spread;
      }
    }
    return levels;
  }
}
