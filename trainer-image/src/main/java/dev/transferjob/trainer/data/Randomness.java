package dev.transferjob.trainer.data;

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
