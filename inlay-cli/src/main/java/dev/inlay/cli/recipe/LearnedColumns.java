package dev.inlay.cli.recipe;

import dev.inlay.cli.job.ColumnChoice;
import dev.inlay.cli.job.ColumnChoice.Normalize;
import dev.inlay.data.Batch;
import dev.inlay.data.Vocabulary;
import dev.inlay.feature.BucketizedColumn;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.CrossKey;
import dev.inlay.feature.CrossedColumn;
import dev.inlay.feature.FeatureProfile;
import dev.inlay.feature.HashBucketColumn;
import dev.inlay.feature.IdentityColumn;
import dev.inlay.feature.Missing;
import dev.inlay.feature.Normalizer;
import dev.inlay.feature.NumberSummary;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.SequenceNumericColumn;
import dev.inlay.feature.TermCounts;
import dev.inlay.feature.TextColumn;
import dev.inlay.feature.TimeColumn;
import dev.inlay.feature.VocabularyColumn;
import dev.inlay.layer.InvalidIds;
import dev.inlay.layer.Tokenizer;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Makes columns of choices and of what the training rows hold.
 *
 * @param choices what to make of each column
 * @param rows of training, the features alone
 */
record LearnedColumns(
    Map<String, ColumnChoice> choices, Map<String, FeatureProfile> profiles, Batch rows) {
  /** From so many different terms on, those that come once share a category. */
  private static final int MANY_TERMS = 20;

  /** What is known of a column. */
  FeatureProfile profile(String feature) {
    return Objects.requireNonNull(profiles.get(feature));
  }

  private NumberSummary summary(String feature) {
    NumberSummary numbers = Objects.requireNonNull(profile(feature).numbers());
    if (numbers.count() == 0) {
      throw new IllegalArgumentException(
          "column \"%s\" has no number in any row for training; drop it".formatted(feature));
    }
    return numbers;
  }

  TermCounts counts(String feature) {
    return Objects.requireNonNull(profile(feature).terms());
  }

  NumericColumn numbers(String feature, Normalize normalize, String fill) {
    NumberSummary numbers = summary(feature);
    NumericColumn column = NumericColumn.of(feature).withNormalizer(normalizer(numbers, normalize));
    return switch (fill) {
      case "mean" -> column.withDefaultValue((float) numbers.mean());
      case "median" -> column.withDefaultValue(numbers.median());
      case "drop", "zero", "learn" ->
          column.withMissing(Missing.Rule.valueOf(fill.toUpperCase(Locale.ROOT)));
      default -> column.withDefaultValue(Float.parseFloat(fill));
    };
  }

  private static Normalizer normalizer(NumberSummary numbers, Normalize normalize) {
    return switch (normalize) {
      case AUTO -> isFarSpread(numbers) ? Normalizer.log() : numbers.zScore();
      case ZSCORE -> numbers.zScore();
      case MINMAX -> numbers.minMax();
      case LOG -> Normalizer.log();
      case NONE -> Normalizer.NONE;
    };
  }

  SequenceNumericColumn sequence(String feature, ColumnChoice.Numbers kind) {
    SequenceNumericColumn column =
        SequenceNumericColumn.of(feature, kind.size()).withSeparator(kind.separator());
    var numbers = new NumberSummary();
    numbers.add(column.numbers(rows));
    if (numbers.count() == 0) {
      throw new IllegalArgumentException(
          "column \"%s\" has no number in any row for training; drop it".formatted(feature));
    }
    return column.withNormalizer(normalizer(numbers, kind.normalize()));
  }

  /** Amounts such as prices: none below 0, most small, some many times the mean. */
  private static boolean isFarSpread(NumberSummary numbers) {
    return numbers.min() >= 0 && numbers.standardDeviation() > 2 * numbers.mean();
  }

  static BucketizedColumn buckets(String feature, List<Float> boundaries, float fill) {
    return new BucketizedColumn(NumericColumn.of(feature).withDefaultValue(fill), boundaries);
  }

  BucketizedColumn buckets(String feature, ColumnChoice.Bucketized kind) {
    NumberSummary numbers = summary(feature);
    List<Float> boundaries = kind.boundaries();
    if (boundaries.isEmpty()) {
      boundaries = new ArrayList<>();
      for (float boundary : numbers.boundaries(kind.quantiles())) {
        boundaries.add(boundary);
      }
    }
    if (boundaries.isEmpty()) {
      throw new IllegalArgumentException(
          "column \"%s\": nearly all rows have %s, so that it has no ranges; give boundaries"
              .formatted(feature, numbers.median()));
    }
    return buckets(feature, boundaries, (float) numbers.mean());
  }

  IdentityColumn ids(String feature, int size) {
    NumberSummary numbers = summary(feature);
    long most = (long) numbers.max();
    if (numbers.min() < -1 || (size > 0 && most >= size)) {
      throw new IllegalArgumentException(
          "column \"%s\": ids from %.0f to %.0f, wanted 0 to %s; use vocabulary or hash, or raise the size"
              .formatted(feature, numbers.min(), numbers.max(), size == 0 ? "any" : size - 1));
    }
    return CategoricalColumn.identity(feature, size > 0 ? size : Math.toIntExact(most + 1))
        .withInvalidIds(InvalidIds.Rule.ZERO);
  }

  VocabularyColumn terms(String feature, ColumnChoice.Vocabulary kind) {
    return terms(feature, kind, counts(feature));
  }

  private static VocabularyColumn terms(
      String feature, ColumnChoice.Vocabulary kind, TermCounts counts) {
    if (!kind.terms().isEmpty()) {
      return VocabularyColumn.of(feature, Vocabulary.of(kind.terms()))
          .withOovBuckets(Math.max(0, kind.oov()))
          .withStrict(kind.strict());
    }
    if (counts.distinct() == 0) {
      throw new IllegalArgumentException(
          "column \"%s\" has no text in any row for training; drop it".formatted(feature));
    }
    int minCount = kind.minCount();
    if (minCount == 0) {
      minCount = counts.distinct() > MANY_TERMS ? 2 : 1;
    }
    Vocabulary vocabulary = counts.vocabulary(minCount, kind.maxSize());
    boolean cut = vocabulary.size() < counts.distinct() && !kind.strict();
    return VocabularyColumn.of(feature, vocabulary)
        .withOovBuckets(kind.oov() >= 0 ? kind.oov() : cut ? 1 : 0)
        .withStrict(kind.strict());
  }

  TextColumn text(String feature, ColumnChoice.Text kind) {
    Tokenizer tokenizer =
        kind.separator().isEmpty() ? Tokenizer.words() : Tokenizer.separatedBy(kind.separator());
    if (kind.ngrams() > 1) {
      tokenizer =
          tokenizer.withNgrams(
              IntStream.rangeClosed(1, kind.ngrams()).boxed().toArray(Integer[]::new));
    }
    return new TextColumn(
        switch (kind.terms()) {
          case ColumnChoice.Hash(int buckets) -> HashBucketColumn.of(feature, buckets);
          case ColumnChoice.Vocabulary vocabulary ->
              terms(feature, vocabulary, termsOf(feature, tokenizer));
        },
        tokenizer);
  }

  private TermCounts termsOf(String feature, Tokenizer tokenizer) {
    Tensor texts = (Tensor) rows.feature(feature);
    int[] splits = IntStream.rangeClosed(0, texts.rows()).toArray();
    var counts = new TermCounts(DType.STRING);
    counts.add(tokenizer.terms(new Ragged(texts, splits)));
    return counts;
  }

  CrossedColumn crossed(ColumnChoice.Cross cross) {
    List<CrossKey> keys = new ArrayList<>();
    for (String part : cross.columns()) {
      ColumnChoice choice = choices.get(part);
      keys.add(choice == null ? CrossKey.raw(part) : key(choice));
    }
    CrossedColumn crossed = CrossedColumn.of(cross.buckets(), keys);
    return cross.hashKey() < 0 ? crossed : crossed.withHashKey(cross.hashKey());
  }

  /** What a cross takes of a column: what it makes of its values, if those are few. */
  private CrossKey key(ColumnChoice choice) {
    return switch (choice.kind()) {
      case ColumnChoice.Bucketized kind -> buckets(choice.feature(), kind);
      case ColumnChoice.Time kind ->
          new TimeColumn(choice.feature(), kind.parts().getFirst(), kind.format(), kind.zone());
      case ColumnChoice.Cross cross -> crossed(cross);
      case ColumnChoice.Text text when text.terms() instanceof ColumnChoice.Vocabulary ->
          text(choice.feature(), text);
      case ColumnChoice.Auto _,
          ColumnChoice.Drop _,
          ColumnChoice.Numeric _,
          ColumnChoice.Identity _,
          ColumnChoice.Terms _,
          ColumnChoice.Text _,
          ColumnChoice.Sequence _,
          ColumnChoice.Numbers _ ->
          CrossKey.raw(choice.feature());
    };
  }
}
