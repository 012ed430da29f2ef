package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.feature.FeatureProfile;
import dev.inlay.feature.NumberSummary;
import dev.inlay.feature.TermCounts;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a feature was like in training: its type, and how its values were spread.
 *
 * @param name of the feature
 * @param dtype of its values
 * @param ragged whether rows have different numbers of values
 * @param width how many values a row has; 0 if they differ
 * @param missing the share of missing values
 * @param mean of numbers; 0 of others
 * @param deviation of numbers; 0 of others
 * @param shares of the most frequent texts or whole numbers; empty of others
 */
public record FeatureSchema(
    String name,
    DType dtype,
    boolean ragged,
    int width,
    double missing,
    double mean,
    double deviation,
    Map<String, Double> shares) {
  /** So many values have their shares kept. */
  private static final int MOST_SHARES = 20;

  public FeatureSchema {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
  }

  static FeatureSchema of(String name, FeatureProfile profile, Value example) {
    double mean = 0;
    double deviation = 0;
    NumberSummary numbers = profile.numbers();
    if (profile.dtype() == DType.FLOAT32 && numbers != null && numbers.count() > 0) {
      mean = numbers.mean();
      deviation = numbers.standardDeviation();
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    TermCounts terms = profile.terms();
    long total = terms == null ? numbers == null ? 0 : numbers.count() : terms.total();
    if (terms != null && total > 0) {
      for (String term : terms.vocabulary(1, MOST_SHARES).terms()) {
        shares.put(term, terms.count(term) / (double) total);
      }
    }
    long all = total + profile.missing();
    boolean ragged = example instanceof Ragged;
    return new FeatureSchema(
        name,
        profile.dtype(),
        ragged,
        ragged ? 0 : width((Tensor) example),
        all == 0 ? 0 : profile.missing() / (double) all,
        mean,
        deviation,
        shares);
  }

  private static int width(Tensor example) {
    return Math.toIntExact(example.shape().size(1, example.shape().rank()));
  }

  /** The schema of batches that are in memory. */
  static List<FeatureSchema> of(List<Batch> batches) {
    if (batches.isEmpty()) {
      return List.of();
    }
    Batch example = batches.getFirst();
    return FeatureProfile.of(Dataset.ofChunks(batches::iterator)).entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue(), example.feature(entry.getKey())))
        .toList();
  }

  /**
   * Whether a value is of the same kind; whole numbers of any width are.
   *
   * @return what is wrong; empty if nothing is
   */
  String unlike(Value value) {
    DType now = value.dtype();
    boolean same = now == dtype || (now.isInteger() && dtype.isInteger());
    if (!same) {
      return "was %s in training and is %s (give it in that type, or train with withType)"
          .formatted(dtype, now);
    }
    int widthNow = value instanceof Tensor tensor ? width(tensor) : 0;
    return ragged || value instanceof Ragged || widthNow == width
        ? ""
        : "had %d values a row in training and has %d".formatted(width, widthNow);
  }
}
