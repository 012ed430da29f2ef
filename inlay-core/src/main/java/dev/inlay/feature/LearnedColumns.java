package dev.inlay.feature;

import dev.inlay.data.Dataset;
import dev.inlay.data.Vocabulary;
import dev.inlay.tensor.DType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Columns whose vocabularies, boundaries and scales come out of data, by one walk over it that
 * keeps counts and summaries, not rows.
 *
 * <pre>{@code
 * var learned = LearnedColumns.of(data);
 * var columns = List.of(
 *     learned.zScore("age"),
 *     IndicatorColumn.of(learned.bucketized("income", 10)),
 *     EmbeddingColumn.of(learned.vocabulary("occupation", 5, 10_000), 8));
 * }</pre>
 *
 * @param profiles of all features, by name
 */
public record LearnedColumns(Map<String, FeatureProfile> profiles) {
  public LearnedColumns {
    profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
  }

  /**
   * Learns from all rows.
   *
   * @throws IllegalArgumentException if there are none
   * @throws IllegalStateException if the data never ends
   */
  public static LearnedColumns of(Dataset data) {
    return new LearnedColumns(FeatureProfile.of(data));
  }

  /** All values of a feature, the most frequent first. */
  public VocabularyColumn vocabulary(String feature) {
    return vocabulary(feature, 1, Integer.MAX_VALUE);
  }

  /**
   * A feature's values that came {@code minCount} times or more, at most {@code maxSize} of them,
   * the most frequent first. If others are left out, they share one id after all of these.
   *
   * @throws IllegalArgumentException if there is no such feature, it has no such value, or it has
   *     numbers with fractions
   */
  public VocabularyColumn vocabulary(String feature, long minCount, int maxSize) {
    TermCounts terms = terms(feature);
    Vocabulary vocabulary = terms.vocabulary(minCount, maxSize);
    boolean cut = vocabulary.size() < terms.distinct() || terms.uncertainty() > 0;
    return VocabularyColumn.of(feature, vocabulary).withOovBuckets(cut ? 1 : 0);
  }

  /**
   * Ids from 0 to the largest there is.
   *
   * @throws IllegalArgumentException if there is no such feature, or an id is below -1 or has a
   *     fraction
   */
  public IdentityColumn identity(String feature) {
    NumberSummary numbers = numbers(feature);
    if (profile(feature).dtype() == DType.FLOAT32 || numbers.min() < -1) {
      throw new IllegalArgumentException(
          "column \"%s\": numbers from %s to %s are no ids; look them up in a vocabulary"
              .formatted(feature, numbers.min(), numbers.max()));
    }
    return IdentityColumn.of(feature, (int) Math.min(Integer.MAX_VALUE, (long) numbers.max() + 1));
  }

  /**
   * Hashes, in so many buckets that about one in ten different values shares one.
   *
   * @throws IllegalArgumentException if there is no such feature, or it has numbers with fractions
   */
  public HashBucketColumn hashBucket(String feature) {
    TermCounts terms = terms(feature);
    long buckets = CollisionReport.bucketsFor(terms.distinct(), 0.1);
    return HashBucketColumn.of(feature, (int) Math.min(buckets, Integer.MAX_VALUE))
        .withDtype(profile(feature).dtype());
  }

  /**
   * Ranges with about as many numbers in each.
   *
   * @throws IllegalArgumentException if there is no such feature, it is text, or nearly all its
   *     numbers are the same
   */
  public BucketizedColumn bucketized(String feature, int buckets) {
    float[] boundaries = numbers(feature).boundaries(buckets);
    if (boundaries.length == 0) {
      throw new IllegalArgumentException(
          "column \"%s\": nearly all numbers are %s, so that it has no ranges; give boundaries"
              .formatted(feature, numbers(feature).median()));
    }
    return BucketizedColumn.of(NumericColumn.of(feature), boundaries);
  }

  /**
   * Numbers at mean 0 and deviation 1.
   *
   * @throws IllegalArgumentException if there is no such feature, or it is text
   */
  public NumericColumn zScore(String feature) {
    return NumericColumn.of(feature).withNormalizer(numbers(feature).zScore());
  }

  /**
   * Numbers from 0 to 1.
   *
   * @throws IllegalArgumentException if there is no such feature, or it is text
   */
  public NumericColumn minMax(String feature) {
    return NumericColumn.of(feature).withNormalizer(numbers(feature).minMax());
  }

  private TermCounts terms(String feature) {
    TermCounts terms = profile(feature).terms();
    if (terms == null) {
      throw new IllegalArgumentException(
          "column \"%s\" has numbers with fractions, which are no categories; take ranges of them"
              .formatted(feature));
    }
    return terms;
  }

  private NumberSummary numbers(String feature) {
    NumberSummary numbers = profile(feature).numbers();
    if (numbers == null) {
      throw new IllegalArgumentException(
          "column \"%s\" is text, not numbers; learn a vocabulary of it".formatted(feature));
    }
    return numbers;
  }

  private FeatureProfile profile(String feature) {
    FeatureProfile profile = profiles.get(feature);
    if (profile == null) {
      throw new IllegalArgumentException(
          "no feature \"%s\"; the data has %s".formatted(feature, profiles.keySet()));
    }
    return profile;
  }
}
