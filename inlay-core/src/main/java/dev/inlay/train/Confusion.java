package dev.inlay.train;

import java.util.Arrays;

/**
 * How many positives and negatives lie above each of many thresholds. A prediction is put into the
 * bucket between two thresholds in one step, so an update costs the same for 1 threshold and for
 * 200.
 */
final class Confusion {
  private final float[] thresholds;

  /** Thresholds are 1/(n-1) apart. */
  private final boolean even;

  /** Weights of positives with i thresholds below them. */
  private final double[] positives;

  private final double[] negatives;

  private Confusion(float[] thresholds, boolean even) {
    this.thresholds = thresholds;
    this.even = even;
    this.positives = new double[thresholds.length + 1];
    this.negatives = new double[thresholds.length + 1];
  }

  /** Counts at rising thresholds. */
  static Confusion at(float[] rising) {
    return new Confusion(rising, false);
  }

  /** Counts at n thresholds from 0 to 1, spread evenly; one alone is at 0.5. */
  static Confusion even(int n) {
    if (n == 1) {
      return at(new float[] {0.5f});
    }
    float[] thresholds = new float[n];
    for (int i = 0; i < n; i++) {
      thresholds[i] = (float) (i / (n - 1.0));
    }
    return new Confusion(thresholds, true);
  }

  /** As {@link #even}, but the ends are just outside of 0 and 1, so that all lies between them. */
  static Confusion evenAndBeyond(int n) {
    return beyond(even(n).thresholds, true);
  }

  /** Counts at rising thresholds between 0 and 1, and just outside of these. */
  static Confusion atAndBeyond(float[] rising) {
    float[] thresholds = new float[rising.length + 2];
    System.arraycopy(rising, 0, thresholds, 1, rising.length);
    thresholds[thresholds.length - 1] = 1;
    return beyond(thresholds, isEven(thresholds));
  }

  private static Confusion beyond(float[] thresholds, boolean even) {
    thresholds[0] = -Probabilities.EPSILON;
    thresholds[thresholds.length - 1] = 1 + Probabilities.EPSILON;
    return new Confusion(thresholds, even);
  }

  private static boolean isEven(float[] thresholds) {
    for (int i = 0; i < thresholds.length; i++) {
      float wanted = i / (thresholds.length - 1f);
      if (Math.abs(thresholds[i] - wanted) > Probabilities.EPSILON + 1e-5f * wanted) {
        return false;
      }
    }
    return thresholds.length > 2;
  }

  /** Takes in a prediction whose label is something else than 0, or 0. */
  void add(float label, float prediction, double weight) {
    int bucket = even ? evenBucket(prediction) : bucket(prediction);
    (label == 0 ? negatives : positives)[bucket] += weight;
  }

  /** How many thresholds are below; in 32 bits, as Keras rounds at the edges. */
  private int evenBucket(float prediction) {
    float clipped = Math.clamp(prediction, 0f, 1f);
    int lowest = thresholds[0] < 0 ? 1 : 0;
    return Math.max(lowest, (int) Math.ceil(clipped * (thresholds.length - 1)));
  }

  private int bucket(float prediction) {
    int at = Arrays.binarySearch(thresholds, prediction);
    if (at < 0) {
      return -at - 1;
    }
    while (at > 0 && thresholds[at - 1] == prediction) {
      at--;
    }
    return at;
  }

  /** Of each threshold: the weight of positives above it. */
  double[] truePositives() {
    return above(positives);
  }

  /** Of each threshold: the weight of negatives above it. */
  double[] falsePositives() {
    return above(negatives);
  }

  private static double[] above(double[] buckets) {
    double[] sums = new double[buckets.length - 1];
    double sum = 0;
    for (int i = sums.length - 1; i >= 0; i--) {
      sum += buckets[i + 1];
      sums[i] = sum;
    }
    return sums;
  }

  /** The weight of all positives. */
  double positives() {
    return Arrays.stream(positives).sum();
  }

  /** The weight of all negatives. */
  double negatives() {
    return Arrays.stream(negatives).sum();
  }

  void reset() {
    Arrays.fill(positives, 0);
    Arrays.fill(negatives, 0);
  }
}
