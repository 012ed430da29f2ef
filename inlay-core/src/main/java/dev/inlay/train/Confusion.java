package dev.inlay.train;

import java.util.Arrays;

/**
 * How many positives and negatives lie above each of many thresholds. A prediction is put into the
 * bucket between two thresholds in one step, so an update costs the same for 1 threshold and for
 * 200.
 */
final class Confusion {
  private final float[] thresholds;

  /** Thresholds are 1/(n-1) apart, the ends being just outside of 0 and 1. */
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

  /** Counts at n thresholds from just below 0 to just above 1, spread evenly. */
  static Confusion even(int n) {
    float[] thresholds = new float[n];
    for (int i = 1; i < n - 1; i++) {
      thresholds[i] = (float) (i / (n - 1.0));
    }
    thresholds[0] = -Probabilities.EPSILON;
    thresholds[n - 1] = 1 + Probabilities.EPSILON;
    return new Confusion(thresholds, true);
  }

  int size() {
    return thresholds.length;
  }

  /** Takes in a prediction whose label is 1, 0 or something between. */
  void add(float label, float prediction, double weight) {
    int bucket = even ? evenBucket(prediction) : bucket(prediction);
    positives[bucket] += label * weight;
    negatives[bucket] += (1 - label) * weight;
  }

  /** How many thresholds are below; in 32 bits, as Keras rounds at the edges. */
  private int evenBucket(float prediction) {
    float clipped = Math.clamp(prediction, 0f, 1f);
    return Math.max(0, (int) Math.ceil(clipped * (thresholds.length - 1)) - 1) + 1;
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
