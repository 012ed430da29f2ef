package dev.inlay.conformance;

import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/** Weights that are too many to be written down: their sums, and the first and last of them. */
final class WeightSummary {
  /** For single weights, some of which are near zero. */
  private static final Tolerance WEIGHTS = new Tolerance(2e-6, 1e-5);

  private WeightSummary() {}

  static void check(Case expected, FloatTensor actual) {
    float[] w = actual.data();
    double sum = 0;
    double squares = 0;
    double weighted = 0;
    for (int i = 0; i < w.length; i++) {
      sum += w[i];
      squares += (double) w[i] * w[i];
      weighted += (double) w[i] * (i % 97);
    }
    String path = expected.id();
    // A sum of numbers of either sign is as exact as their sizes allow.
    double size = 1e-5 * Math.sqrt(w.length * squares);
    check(path + ", sum", sum, expected.get("sum"), new Tolerance(size, 0));
    check(path + ", sum of squares", squares, expected.get("sumsq"), WEIGHTS);
    check(
        path + ", weighted sum", weighted, expected.get("wsum_mod97"), new Tolerance(97 * size, 0));
    int few = Math.min(4, w.length);
    WEIGHTS.check(path + ", first", some(w, 0, few), Answer.of(expected.get("first4")));
    WEIGHTS.check(path + ", last", some(w, w.length - few, few), Answer.of(expected.get("last4")));
  }

  private static void check(String what, double actual, Object expected, Tolerance tolerance) {
    tolerance.check(what, Answer.of(actual), Answer.of(expected));
  }

  private static Answer some(float[] w, int from, int count) {
    List<Object> numbers = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      numbers.add(w[i]);
    }
    return Answer.of(numbers);
  }
}
