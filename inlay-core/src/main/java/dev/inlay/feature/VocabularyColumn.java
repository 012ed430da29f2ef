package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.data.Fingerprint;
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
 */
public record VocabularyColumn(
    String key, Vocabulary vocabulary, int defaultValue, int numOovBuckets)
    implements CategoricalColumn, CrossKey {
  public VocabularyColumn {
    Check.key(key);
    if (numOovBuckets < 0) {
      throw new IllegalArgumentException(
          "column \"%s\": %d out-of-vocabulary buckets; give 0 or more"
              .formatted(key, numOovBuckets));
    }
    if (numOovBuckets > 0 && defaultValue != -1) {
      throw new IllegalArgumentException(
          "column \"%s\": give unknown values a default value or buckets, not both".formatted(key));
    }
  }

  /** A column for which unknown values are missing ones. */
  public static VocabularyColumn of(String key, Vocabulary vocabulary) {
    return new VocabularyColumn(key, vocabulary, -1, 0);
  }

  /** Unknown values count as this id. */
  public VocabularyColumn withDefaultValue(int id) {
    return new VocabularyColumn(key, vocabulary, id, numOovBuckets);
  }

  /** Unknown values get one of {@code n} further ids, by hash. */
  public VocabularyColumn withOovBuckets(int n) {
    return new VocabularyColumn(key, vocabulary, defaultValue, n);
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
    return vocabulary.dtype() == DType.STRING
        ? cells.textIds((text, _) -> id(text))
        : cells.numberIds((number, _) -> id(number));
  }

  private int id(String text) {
    int place = vocabulary.indexOf(text);
    return place >= 0 ? place : numOovBuckets == 0 ? defaultValue : oov(Fingerprint.of(text));
  }

  private int id(long number) {
    int place = vocabulary.indexOf(number);
    return place >= 0 ? place : numOovBuckets == 0 ? defaultValue : oov(Fingerprint.of(number));
  }

  private int oov(long fingerprint) {
    return vocabulary.size() + (int) Long.remainderUnsigned(fingerprint, numOovBuckets);
  }
}
