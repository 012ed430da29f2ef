package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.feature.FeatureProfile;
import dev.inlay.feature.NumberSummary;
import dev.inlay.feature.TermCounts;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares rows with what data was like in training. Safe for use from several threads. */
final class DriftMonitor {
  /** Fewer values say nothing. */
  private static final long LEAST = 100;

  /** By so much a share has to move to be told of. */
  private static final double SHARE = 0.1;

  /** By so much of its deviation a mean has to move. */
  private static final double DEVIATIONS = 0.5;

  private static final class Count {
    long values;
    long missing;
    double sum;
    final Map<String, Long> terms = new HashMap<>();
  }

  private final List<FeatureSchema> schema;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  DriftMonitor(List<FeatureSchema> schema) {
    this.schema = schema;
    schema.forEach(feature -> counts.put(feature.name(), new Count()));
  }

  List<FeatureSchema> schema() {
    return schema;
  }

  /**
   * Refuses rows that lack a feature or have it in another type.
   *
   * @throws IllegalArgumentException naming all that is wrong
   */
  void check(Batch rows) {
    List<String> wrong = new ArrayList<>();
    for (FeatureSchema feature : schema) {
      Value value = rows.features().get(feature.name());
      if (value == null) {
        wrong.add("feature \"%s\" is missing".formatted(feature.name()));
        continue;
      }
      String unlike = feature.unlike(value);
      if (!unlike.isEmpty()) {
        wrong.add("feature \"%s\" %s".formatted(feature.name(), unlike));
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "rows aren't as in training: %s; the data has %s"
              .formatted(String.join("; ", wrong), rows.features().keySet()));
    }
  }

  /** Counts rows that were predicted. */
  void count(Batch rows) {
    if (schema.isEmpty()) {
      return;
    }
    Batch read = rows.select(schema.stream().map(FeatureSchema::name).toList());
    Map<String, FeatureProfile> profiles = FeatureProfile.of(Dataset.of(read));
    synchronized (counts) {
      for (FeatureSchema feature : schema) {
        FeatureProfile profile = profiles.get(feature.name());
        Count count = counts.get(feature.name());
        if (profile != null && count != null) {
          add(feature, profile, count);
        }
      }
    }
  }

  private static void add(FeatureSchema feature, FeatureProfile profile, Count count) {
    count.missing += profile.missing();
    TermCounts terms = profile.terms();
    NumberSummary numbers = profile.numbers();
    if (terms != null) {
      count.values += terms.total();
      for (String term : feature.shares().keySet()) {
        count.terms.merge(term, terms.count(term), Long::sum);
      }
    } else if (numbers != null && numbers.count() > 0) {
      count.values += numbers.count();
      count.sum += numbers.mean() * numbers.count();
    }
  }

  /** What has moved so far. */
  List<Drift> drift() {
    List<Drift> drifts = new ArrayList<>();
    synchronized (counts) {
      for (FeatureSchema feature : schema) {
        Count count = counts.get(feature.name());
        if (count != null && count.values + count.missing >= LEAST) {
          compare(feature, count, drifts);
        }
      }
    }
    return drifts;
  }

  private static void compare(FeatureSchema feature, Count count, List<Drift> drifts) {
    double missing = count.missing / (double) (count.values + count.missing);
    if (Math.abs(missing - feature.missing()) > SHARE) {
      drifts.add(
          new Drift(feature.name(), "the share of missing values", feature.missing(), missing));
    }
    if (count.values == 0) {
      return;
    }
    double mean = count.sum / count.values;
    if (feature.deviation() > 0
        && Math.abs(mean - feature.mean()) > DEVIATIONS * feature.deviation()) {
      drifts.add(new Drift(feature.name(), "the mean", feature.mean(), mean));
    }
    feature
        .shares()
        .forEach(
            (term, share) -> {
              double now = count.terms.getOrDefault(term, 0L) / (double) count.values;
              if (Math.abs(now - share) > SHARE) {
                drifts.add(new Drift(feature.name(), "the share of \"" + term + "\"", share, now));
              }
            });
  }
}
