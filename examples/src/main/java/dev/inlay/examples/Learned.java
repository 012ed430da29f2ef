package dev.inlay.examples;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.feature.FeatureProfile;
import dev.inlay.feature.NumberSummary;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.TermCounts;
import dev.inlay.feature.VocabularyColumn;
import java.util.Map;
import java.util.Objects;

/** Columns with what they have to know of the data: vocabularies, means, deviations. */
record Learned(Map<String, FeatureProfile> profiles) {
  static Learned of(Batch rows) {
    return new Learned(FeatureProfile.of(Dataset.of(rows)));
  }

  /** All values of a feature, and one category for others. */
  VocabularyColumn categories(String feature) {
    TermCounts terms = Objects.requireNonNull(profile(feature).terms());
    return VocabularyColumn.of(feature, terms.vocabulary()).withOovBuckets(1);
  }

  /** A number as its distance from the mean, a missing one as the mean. */
  NumericColumn number(String feature) {
    NumberSummary numbers = summary(feature);
    return NumericColumn.of(feature)
        .withDefaultValue((float) numbers.mean())
        .withNormalizer(numbers.zScore());
  }

  NumberSummary summary(String feature) {
    return Objects.requireNonNull(profile(feature).numbers());
  }

  private FeatureProfile profile(String feature) {
    return Objects.requireNonNull(profiles.get(feature));
  }
}
