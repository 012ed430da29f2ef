package dev.inlay.cli.recipe;

import dev.inlay.feature.BucketizedColumn;
import dev.inlay.feature.CrossedColumn;
import dev.inlay.feature.CyclicColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.HashBucketColumn;
import dev.inlay.feature.IdentityColumn;
import dev.inlay.feature.IndicatorColumn;
import dev.inlay.feature.Missing;
import dev.inlay.feature.Normalizer;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.OptionalColumn;
import dev.inlay.feature.SequenceCategoricalColumn;
import dev.inlay.feature.SequenceNumericColumn;
import dev.inlay.feature.SharedEmbeddingColumn;
import dev.inlay.feature.TextColumn;
import dev.inlay.feature.TimeColumn;
import dev.inlay.feature.VocabularyColumn;
import dev.inlay.feature.WeightedColumn;
import java.util.Locale;

/**
 * A column in words.
 *
 * @param kind in one
 * @param details what was learned or given
 */
public record ColumnText(String kind, String details) {
  /** Less than any number: what fills gaps so that they get the first bucket for themselves. */
  static final float BELOW_ALL = -Float.MAX_VALUE;

  /** A column for people. */
  public static ColumnText of(FeatureColumn column) {
    return switch (column) {
      case NumericColumn c -> new ColumnText("numeric", scale(c.normalizer()) + missing(c));
      case BucketizedColumn c ->
          new ColumnText(
              "buckets",
              "%d buckets%s"
                  .formatted(
                      c.numBuckets(),
                      fillsWith(c.source(), BELOW_ALL)
                          ? ", the first one of missing numbers"
                          : ""));
      case IdentityColumn c -> new ColumnText("identity", "%,d ids".formatted(c.numBuckets()));
      case VocabularyColumn c ->
          new ColumnText(
              "vocabulary",
              "%,d terms%s"
                  .formatted(
                      c.vocabulary().size(),
                      c.numOovBuckets() == 0 ? "" : " and " + c.numOovBuckets() + " for others"));
      case HashBucketColumn c ->
          new ColumnText("hash", "%,d buckets".formatted(c.hashBucketSize()));
      case CrossedColumn c -> new ColumnText("cross", "%,d buckets".formatted(c.hashBucketSize()));
      case TimeColumn c -> new ColumnText(c.part().title(), "%,d values".formatted(c.numBuckets()));
      case CyclicColumn c -> new ColumnText(c.time().part().title(), "on a circle");
      case TextColumn c -> {
        ColumnText terms = of(c.categorical());
        yield new ColumnText("terms", terms.kind + " of " + terms.details);
      }
      case WeightedColumn c -> of(c.categorical()).and("weighted by " + c.weightKey());
      case OptionalColumn c ->
          of(c.categorical()).and("missing: " + c.missing().toString().toLowerCase(Locale.ROOT));
      case SequenceCategoricalColumn c -> of(c.categorical()).and("in order");
      case SequenceNumericColumn c ->
          new ColumnText(
              "numbers",
              scale(c.normalizer()) + (c.width() == 1 ? "" : ", %d a step".formatted(c.width())));
      case EmbeddingColumn _, SharedEmbeddingColumn _, IndicatorColumn _ ->
          new ColumnText(column.getClass().getSimpleName(), "");
    };
  }

  private ColumnText and(String more) {
    return new ColumnText(kind, details + "; " + more);
  }

  private static String scale(Normalizer normalizer) {
    return switch (normalizer) {
      case Normalizer.ZScore(float mean, float deviation) ->
          "z-score of mean %.4g, deviation %.4g".formatted(mean, deviation);
      case Normalizer.MinMax(float min, float max) -> "from %.4g to %.4g".formatted(min, max);
      case Normalizer.Log _ -> "logarithm";
      case Normalizer.None _ -> "as it is";
      case Normalizer.Custom _ -> "by a function";
    };
  }

  private static String missing(NumericColumn column) {
    var filler = column.defaultValue();
    if (filler != null) {
      return "; missing: %.4g".formatted(filler.data()[0]);
    }
    return column.missing() == Missing.Rule.REFUSE
        ? ""
        : "; missing: " + column.missing().toString().toLowerCase(Locale.ROOT);
  }

  private static boolean fillsWith(NumericColumn column, float value) {
    var filler = column.defaultValue();
    return filler != null && filler.data()[0] == value;
  }
}
