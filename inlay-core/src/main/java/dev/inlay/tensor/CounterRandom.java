package dev.inlay.tensor;

/**
 * Random numbers without a state: each is a function of a seed and a counter, so any part of a
 * tensor can be drawn on any thread, in any order, and is the same. The mixing function is that of
 * SplitMix64 (Steele, Lea and Flood 2014, with Stafford's variant 13 of the constants).
 */
public final class CounterRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private CounterRandom() {}

  /** The seed of one of the independent streams of a key. */
  public static long seed(long key, long stream) {
    return mix(mix(key) + GOLDEN * (stream + 1));
  }

  /** 64 random bits: element {@code index} of a SplitMix64 sequence that starts at the seed. */
  public static long bits(long seed, long index) {
    return mix(seed + GOLDEN * (index + 1));
  }

  /** Uniform on [0, 1), a multiple of 2^-24. */
  public static float uniform(long seed, long index) {
    return (bits(seed, index) >>> 40) * 0x1p-24f;
  }

  /** Normal with mean 0 and deviation 1, by Box and Muller's (1958) method from 2 x 32 bits. */
  public static float normal(long seed, long index) {
    long bits = bits(seed, index);
    double u = ((bits >>> 32) + 1) * 0x1p-32;
    double v = (bits & 0xFFFFFFFFL) * 0x1p-32;
    return (float) (Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
