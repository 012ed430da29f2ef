package dev.inlay.cli.recipe;

import dev.inlay.data.Vocabulary;
import dev.inlay.feature.BucketizedColumn;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.CrossKey;
import dev.inlay.feature.CrossedColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.HashBucketColumn;
import dev.inlay.feature.IdentityColumn;
import dev.inlay.feature.Normalizer;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.VocabularyColumn;
import dev.inlay.layer.InvalidIds;
import java.util.List;

/** A column with all that was learned from the data, as a model directory keeps it. */
public sealed interface FittedColumn {
  /** The column as models take it. */
  FeatureColumn column();

  /** Its kind, for people. */
  String kind();

  /** What was learned or given, for people. */
  String details();

  /** Numbers; {@code fill} stands for missing ones. */
  record Numbers(String feature, Normalizer normalizer, float fill) implements FittedColumn {
    @Override
    public NumericColumn column() {
      return NumericColumn.of(feature).withDefaultValue(fill).withNormalizer(normalizer);
    }

    @Override
    public String kind() {
      return "numeric";
    }

    @Override
    public String details() {
      String scale =
          switch (normalizer) {
            case Normalizer.ZScore(float mean, float deviation) ->
                "z-score of mean %.4g, deviation %.4g".formatted(mean, deviation);
            case Normalizer.MinMax(float min, float max) -> "from %.4g to %.4g".formatted(min, max);
            case Normalizer.Log _ -> "logarithm";
            case Normalizer.None _ -> "as it is";
            case Normalizer.Custom _ -> "by a function";
          };
      return scale + "; missing: %.4g".formatted(fill);
    }
  }

  /** Ranges of a number; {@code fill} stands for missing ones. */
  record Buckets(String feature, List<Float> boundaries, float fill)
      implements FittedColumn, CrossPart {
    /** Less than any number: missing ones get the first bucket for themselves. */
    static final float BELOW_ALL = -Float.MAX_VALUE;

    public Buckets {
      boundaries = List.copyOf(boundaries);
    }

    @Override
    public BucketizedColumn column() {
      return new BucketizedColumn(NumericColumn.of(feature).withDefaultValue(fill), boundaries);
    }

    @Override
    public CrossKey key() {
      return column();
    }

    @Override
    public String kind() {
      return "buckets";
    }

    @Override
    public String details() {
      return "%d buckets%s"
          .formatted(
              boundaries.size() + 1, fill == BELOW_ALL ? ", the first one of missing numbers" : "");
    }
  }

  /** Whole numbers that are ids; others count as missing. */
  record Ids(String feature, int size) implements FittedColumn {
    @Override
    public IdentityColumn column() {
      return CategoricalColumn.identity(feature, size).withInvalidIds(InvalidIds.Rule.ZERO);
    }

    @Override
    public String kind() {
      return "identity";
    }

    @Override
    public String details() {
      return "%,d ids".formatted(size);
    }
  }

  /** Texts out of a list; others share {@code oov} further categories, or count as missing. */
  record Terms(String feature, List<String> terms, int oov) implements FittedColumn {
    public Terms {
      terms = List.copyOf(terms);
    }

    @Override
    public VocabularyColumn column() {
      return VocabularyColumn.of(feature, Vocabulary.of(terms)).withOovBuckets(oov);
    }

    @Override
    public String kind() {
      return "vocabulary";
    }

    @Override
    public String details() {
      return "%,d terms%s".formatted(terms.size(), oov == 0 ? "" : " and " + oov + " for others");
    }
  }

  /** Any texts, by hash. */
  record Hashed(String feature, int buckets) implements FittedColumn {
    @Override
    public HashBucketColumn column() {
      return CategoricalColumn.hashBucket(feature, buckets);
    }

    @Override
    public String kind() {
      return "hash";
    }

    @Override
    public String details() {
      return "%,d buckets".formatted(buckets);
    }
  }

  /** Combinations of values, by hash. */
  record Crossed(List<CrossPart> parts, int buckets) implements FittedColumn {
    public Crossed {
      parts = List.copyOf(parts);
    }

    @Override
    public CrossedColumn column() {
      return CrossedColumn.of(buckets, parts.stream().map(CrossPart::key).toList());
    }

    @Override
    public String kind() {
      return "cross";
    }

    @Override
    public String details() {
      return "%,d buckets".formatted(buckets);
    }
  }

  /** What can be crossed. */
  sealed interface CrossPart {
    CrossKey key();
  }

  /** A feature as it stands in the data. */
  record Raw(String feature) implements CrossPart {
    @Override
    public CrossKey key() {
      return CrossKey.raw(feature);
    }
  }
}
