package dev.inlay.feature;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How a feature's numbers are spread, learned batch by batch; of this, a {@link Normalizer} or the
 * boundaries of a {@link BucketizedColumn}. Missing numbers (NaN) don't count.
 *
 * <p>Mean and deviation by Welford's method. Quantiles are exact up to 65,536 numbers; of more,
 * they are those of a random sample of that size (Vitter's algorithm R), always the same for the
 * same numbers.
 */
public final class NumberSummary {
  private static final int SAMPLE = 1 << 16;

  private final SplittableRandom random = new SplittableRandom(0);
  private float[] sample = new float[1024];
  private long count;
  private long missing;
  private double mean;
  private double squares;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  /** Takes a feature's numbers in some more rows. */
  public void add(Value value) {
    Tensor numbers =
        switch (value) {
          case Ragged ragged -> ragged.values();
          case Tensor tensor -> tensor;
        };
    for (float x : numbers.toFloats().data()) {
      if (Float.isNaN(x)) {
        missing++;
      } else {
        add(x);
      }
    }
  }

  private void add(float x) {
    keep(x);
    count++;
    double off = x - mean;
    mean += off / count;
    squares += off * (x - mean);
    min = Math.min(min, x);
    max = Math.max(max, x);
  }

  private void keep(float x) {
    if (count < SAMPLE) {
      if (count == sample.length) {
        sample = Arrays.copyOf(sample, sample.length * 2);
      }
      sample[(int) count] = x;
      return;
    }
    long place = random.nextLong(count + 1);
    if (place < SAMPLE) {
      sample[(int) place] = x;
    }
  }

  /** How many numbers there are, missing ones apart. */
  public long count() {
    return count;
  }

  public long missing() {
    return missing;
  }

  public double mean() {
    checkSome();
    return mean;
  }

  /** The standard deviation of these numbers: divided by their count. */
  public double standardDeviation() {
    checkSome();
    return Math.sqrt(squares / count);
  }

  public float min() {
    checkSome();
    return min;
  }

  public float max() {
    checkSome();
    return max;
  }

  /** To mean 0 and deviation 1; numbers that are all the same, to 0. */
  public Normalizer zScore() {
    float deviation = (float) standardDeviation();
    return Normalizer.zScore((float) mean(), deviation > 0 ? deviation : 1);
  }

  /** To the range from 0 to 1; numbers that are all the same, to 0. */
  public Normalizer minMax() {
    float upper = max() > min ? max : Math.max(min + 1, Math.nextUp(min));
    return Normalizer.minMax(min, upper);
  }

  /** The number in the middle. */
  public float median() {
    return sorted()[sampled() / 2];
  }

  /**
   * Boundaries that put about as many numbers into each of {@code buckets} buckets. Where one
   * number is so frequent that buckets would coincide, there are fewer; none if all numbers are the
   * same.
   *
   * @throws IllegalArgumentException if there are fewer than 2 buckets, or no numbers
   */
  public float[] boundaries(int buckets) {
    if (buckets < 2) {
      throw new IllegalArgumentException("%d buckets; give 2 or more".formatted(buckets));
    }
    float[] sorted = sorted();
    float[] boundaries = new float[buckets - 1];
    int kept = 0;
    float below = sorted[0];
    for (int i = 1; i < buckets; i++) {
      float boundary = sorted[(int) ((long) i * sorted.length / buckets)];
      if (boundary > below) {
        boundaries[kept++] = boundary;
        below = boundary;
      }
    }
    return Arrays.copyOf(boundaries, kept);
  }

  private float[] sorted() {
    checkSome();
    float[] sorted = Arrays.copyOf(sample, sampled());
    Arrays.sort(sorted);
    return sorted;
  }

  private int sampled() {
    return (int) Math.min(count, SAMPLE);
  }

  private void checkSome() {
    if (count == 0) {
      throw new IllegalArgumentException("there are no numbers, only missing ones");
    }
  }
}
