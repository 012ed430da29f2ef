package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.data.Vocabulary;
import java.nio.file.Path;
import java.util.List;

/**
 * A column of categories: a value of the data becomes an id from 0 to {@code numBuckets - 1}. A row
 * may have several values, or none. Features of fixed shape, {@code (rows)} or {@code (rows,
 * values)}, hold {@code ""} or -1 where a value is missing; in ragged ones every value counts.
 */
public sealed interface CategoricalColumn extends FeatureColumn
    permits IdentityColumn,
        HashBucketColumn,
        VocabularyColumn,
        BucketizedColumn,
        CrossedColumn,
        WeightedColumn,
        SequenceCategoricalColumn,
        OptionalColumn,
        TimeColumn,
        TextColumn {
  /** How many ids there are. */
  int numBuckets();

  /**
   * The ids of a batch's rows, each with its place: TensorFlow's SparseTensor.
   *
   * @throws IllegalArgumentException if the feature is missing, or its type or a value doesn't suit
   */
  SparseIds ids(Batch batch);

  /**
   * The ids of a batch's rows, as the graph takes them: those of values that have none are left
   * out.
   *
   * @throws IllegalArgumentException if the feature is missing, or its type or a value doesn't suit
   */
  default EncodedIds encode(Batch batch) {
    return new EncodedIds(ids(batch).toRagged(name(), numBuckets()), null);
  }

  /** With a rule for rows that have no value. */
  default OptionalColumn withMissing(Missing missing) {
    return new OptionalColumn(this, missing);
  }

  /** Whole numbers from 0 to {@code numBuckets - 1}, which are ids already. */
  static IdentityColumn identity(String key, int numBuckets) {
    return IdentityColumn.of(key, numBuckets);
  }

  /** Any text; its hash is its id, so that different texts may share one. */
  static HashBucketColumn hashBucket(String key, int hashBucketSize) {
    return HashBucketColumn.of(key, hashBucketSize);
  }

  /** Texts out of a list; a text's place is its id. */
  static VocabularyColumn vocabularyList(String key, String... vocabulary) {
    return VocabularyColumn.of(key, Vocabulary.of(List.of(vocabulary)));
  }

  /** Texts out of a list; a text's place is its id. */
  static VocabularyColumn vocabularyList(String key, List<String> vocabulary) {
    return VocabularyColumn.of(key, Vocabulary.of(vocabulary));
  }

  /** Whole numbers out of a list; a number's place is its id. */
  static VocabularyColumn vocabularyList(String key, long... vocabulary) {
    return VocabularyColumn.of(key, Vocabulary.of(vocabulary));
  }

  /**
   * Texts out of a file in UTF-8, one a line; a text's line is its id. The file is read now, and
   * not needed any more afterwards.
   *
   * @throws java.io.UncheckedIOException if it can't be read
   */
  static VocabularyColumn vocabularyFile(String key, Path file) {
    return VocabularyColumn.of(key, Vocabulary.read(file));
  }

  /** Each combination of values of features as a category, by hash. */
  static CrossedColumn crossed(int hashBucketSize, String... keys) {
    return CrossedColumn.of(hashBucketSize, List.of(keys).stream().map(RawKey::new).toList());
  }

  /** Each combination of values of features or columns as a category, by hash. */
  static CrossedColumn crossed(int hashBucketSize, CrossKey... keys) {
    return CrossedColumn.of(hashBucketSize, List.of(keys));
  }

  /** Ranges of a number as categories. */
  static BucketizedColumn bucketized(NumericColumn source, float... boundaries) {
    return BucketizedColumn.of(source, boundaries);
  }

  /** A part of a date or time, written by ISO 8601. */
  static TimeColumn time(String key, TimePart part) {
    return TimeColumn.of(key, part);
  }

  /** Categories in the order of time, one a step. */
  static SequenceCategoricalColumn sequence(CategoricalColumn categorical) {
    return SequenceCategoricalColumn.of(categorical);
  }

  /** Categories that count with a weight, which another feature holds. */
  static WeightedColumn weighted(CategoricalColumn categorical, String weightKey) {
    return WeightedColumn.of(categorical, weightKey);
  }
}
