package dev.transferjob.trainer.random;

import java.util.SplittableRandom;

/**
 * Random numbers that derive from what they are for and never from what was drawn before, so that a
 * resumed run draws the same ones.
 */
public final class Randomness {
  private Randomness() {}

  /** The generator of one purpose, named by numbers such as (seed, epoch, sample). */
  public static SplittableRandom of(long... identity) {
    return new SplittableRandom(seed(identity));
  }

  /** From Beta(alpha, alpha), as the share of one of two Gamma(alpha) numbers in their sum. */
  public static double beta(SplittableRandom random, double alpha) {
    double one = gamma(random, alpha);
    double other = gamma(random, alpha);
    return one + other == 0 ? random.nextInt(2) : one / (one + other);
  }

  /** Marsaglia and Tsang (2000); for a shape below 1 through the next higher one. */
  private static double gamma(SplittableRandom random, double shape) {
    if (shape < 1) {
      return gamma(random, shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
    }
    double d = shape - 1 / 3.0;
    while (true) {
      double normal = random.nextGaussian();
      double v = Math.pow(1 + normal / Math.sqrt(9 * d), 3);
      double bound = 0.5 * normal * normal + d - d * v;
      if (v > 0 && Math.log(random.nextDouble()) < bound + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  /** One well-mixed number from several (the finaliser of MurmurHash3, as in SplitMix64). */
  public static long seed(long... identity) {
    long hash = 0x9e3779b97f4a7c15L;
    for (long part : identity) {
      hash += part;
      hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
      hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
      hash ^= hash >>> 31;
      hash += 0x9e3779b97f4a7c15L;
    }
    return hash;
  }
}
