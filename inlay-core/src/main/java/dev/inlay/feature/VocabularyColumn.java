package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.data.Hasher;
import dev.inlay.data.Vocabulary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Value;
import java.util.List;

/**
 * Categories out of a list: TensorFlow's {@code categorical_column_with_vocabulary_list} and {@code
 * …_file}. A value's place in the vocabulary is its id. One that is not in it becomes {@code
 * defaultValue}, or, with out-of-vocabulary buckets, one of the ids after the vocabulary, by hash.
 *
 * @param key the feature
 * @param vocabulary the values
 * @param defaultValue the id of values that are not in the vocabulary; -1 if they count as missing
 * @param numOovBuckets how many ids follow the vocabulary's
 * @param strict whether a value that is not in the vocabulary is an error
 */
public record VocabularyColumn(
    String key, Vocabulary vocabulary, int defaultValue, int numOovBuckets, boolean strict)
    implements CategoricalColumn, CrossKey {
  public VocabularyColumn {
    Check.key(key);
    if (numOovBuckets < 0) {
      throw new IllegalArgumentException(
          "column \"%s\": %d out-of-vocabulary buckets; give 0 or more"
              .formatted(key, numOovBuckets));
    }
    if (strict && (numOovBuckets > 0 || defaultValue != -1)) {
      throw new IllegalArgumentException(
          "column \"%s\": unknown values are refused or have ids, not both".formatted(key));
    }
    if (numOovBuckets > 0 && defaultValue != -1) {
      throw new IllegalArgumentException(
          "column \"%s\": give unknown values a default value or buckets, not both".formatted(key));
    }
  }

  /** A column for which unknown values are missing ones. */
  public static VocabularyColumn of(String key, Vocabulary vocabulary) {
    return new VocabularyColumn(key, vocabulary, -1, 0, false);
  }

  /** Unknown values count as this id. */
  public VocabularyColumn withDefaultValue(int id) {
    return new VocabularyColumn(key, vocabulary, id, numOovBuckets, strict);
  }

  /** Unknown values get one of {@code n} further ids, by hash. */
  public VocabularyColumn withOovBuckets(int n) {
    return new VocabularyColumn(key, vocabulary, defaultValue, n, strict);
  }

  /** Unknown values are an error that names the row and the value. */
  public VocabularyColumn withStrict(boolean strict) {
    return new VocabularyColumn(key, vocabulary, defaultValue, numOovBuckets, strict);
  }

  @Override
  public String name() {
    return key;
  }

  @Override
  public List<String> features() {
    return List.of(key);
  }

  @Override
  public int numBuckets() {
    return vocabulary.size() + numOovBuckets;
  }

  @Override
  public SparseIds ids(Batch batch) {
    Value value = batch.feature(key);
    Check.sameKind(key, vocabulary.dtype(), value);
    Cells cells = Cells.of(key, value);
    var hasher = new Hasher();
    return vocabulary.dtype() == DType.STRING
        ? cells.textIds((text, row) -> id(text, row, hasher))
        : cells.numberIds((number, row) -> id(number, row, hasher));
  }

  private int id(String text, int row, Hasher hasher) {
    int place = vocabulary.indexOf(text);
    if (place >= 0) {
      return place;
    }
    return numOovBuckets == 0 ? other(text, row) : oov(hasher.bucket(text, numOovBuckets));
  }

  private int id(long number, int row, Hasher hasher) {
    int place = vocabulary.indexOf(number);
    if (place >= 0) {
      return place;
    }
    if (numOovBuckets > 0) {
      return oov(hasher.bucket(number, numOovBuckets));
    }
    return strict ? other(number, row) : defaultValue;
  }

  private int other(Object value, int row) {
    if (strict) {
      throw new IllegalArgumentException(
          "column \"%s\", row %d: \"%s\" is none of the vocabulary %s; clean the data, add it, or give unknown values buckets with withOovBuckets"
              .formatted(key, row, value, vocabulary));
    }
    return defaultValue;
  }

  private int oov(long bucket) {
    return vocabulary.size() + (int) bucket;
  }
}
