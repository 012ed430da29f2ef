package dev.inlay.layer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Some values out of many and how many each stands for, of which quantiles can be worked out;
 * sketches of parts are merged. Step by step what Keras's {@code Discretization} does, in the same
 * precisions, so that boundaries come out equal.
 *
 * @param values rising
 * @param weights how many numbers each stands for
 */
record QuantileSketch(float[] values, float[] weights) {
  static final QuantileSketch EMPTY = new QuantileSketch(new float[0], new float[0]);

  /** Every n-th number, so that about {@code 1 / epsilon} are kept. */
  static QuantileSketch of(float[] numbers, double epsilon) {
    float[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double step = Math.max(sorted.length / (1 / epsilon), 1);
    int first = (int) (step - 1);
    int count = Math.ceilDiv(Math.max(0, sorted.length - first), (int) step);
    float[] kept = new float[count];
    for (int i = 0; i < count; i++) {
      kept[i] = sorted[first + i * (int) step];
    }
    float[] weights = new float[count];
    Arrays.fill(weights, (float) step);
    return new QuantileSketch(kept, weights);
  }

  /** A sketch of the numbers of both. */
  QuantileSketch merge(QuantileSketch other, double epsilon) {
    int n = values.length + other.values.length;
    float[] all = Arrays.copyOf(values, n);
    System.arraycopy(other.values, 0, all, values.length, other.values.length);
    float[] allWeights = Arrays.copyOf(weights, n);
    System.arraycopy(other.weights, 0, allWeights, weights.length, other.weights.length);
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> all[i]))
            .mapToInt(i -> i)
            .toArray();
    float[] sorted = new float[n];
    float[] sortedWeights = new float[n];
    for (int i = 0; i < n; i++) {
      sorted[i] = all[order[i]];
      sortedWeights[i] = allWeights[order[i]];
    }
    return new QuantileSketch(sorted, sortedWeights).compress(epsilon);
  }

  /** The values between so many bins of about as many numbers each. */
  float[] boundaries(int bins) {
    float[] ends = compress(1.0 / bins).values;
    return Arrays.copyOf(ends, Math.max(0, ends.length - 1));
  }

  /** The same numbers in {@code 1 / epsilon} steps, if there are more. */
  private QuantileSketch compress(double epsilon) {
    if (values.length * epsilon < 1) {
      return this;
    }
    float[] sums = new float[weights.length];
    float sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += weights[i];
      sums[i] = sum;
    }
    float[] shares = new float[sums.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = sums[i] / sum;
    }
    int count = (int) Math.ceil(1 / epsilon);
    float[] newValues = new float[count];
    float[] newWeights = new float[count];
    double before = 0;
    for (int i = 0; i < count; i++) {
      double share = epsilon + i * epsilon;
      newValues[i] = (float) interpolate(share, shares, values);
      double upTo = interpolate(share, shares, sums);
      newWeights[i] = (float) (upTo - before);
      before = upTo;
    }
    return new QuantileSketch(newValues, newWeights);
  }

  /** The height at x of the line through points; beyond them, that of the first or last. */
  private static double interpolate(double x, float[] xs, float[] ys) {
    int last = xs.length - 1;
    if (x <= xs[0]) {
      return ys[0];
    }
    if (x >= xs[last]) {
      return ys[last];
    }
    int low = 0;
    int high = last;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (xs[middle] <= x) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double slope = ((double) ys[low + 1] - ys[low]) / ((double) xs[low + 1] - xs[low]);
    return slope * (x - xs[low]) + ys[low];
  }
}
