package dev.inlay.estimator;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The classes of a classifier.
 *
 * @param count how many there are
 * @param vocabulary their names, as they stand in the labels; empty if labels are numbers
 */
record Classes(int count, List<String> vocabulary) {
  Classes {
    vocabulary = List.copyOf(vocabulary);
    if (count < 2) {
      throw new IllegalArgumentException("%d classes; give 2 or more".formatted(count));
    }
    if (!vocabulary.isEmpty() && vocabulary.size() != count) {
      throw new IllegalArgumentException(
          "a label vocabulary of %d words %s for %d classes; give a word for each class"
              .formatted(vocabulary.size(), vocabulary, count));
    }
    if (new HashSet<>(vocabulary).size() < vocabulary.size()) {
      throw new IllegalArgumentException("a word stands twice among the labels " + vocabulary);
    }
  }

  static Classes of(int count) {
    return new Classes(count, List.of());
  }

  static Classes of(List<String> vocabulary) {
    return new Classes(vocabulary.size(), vocabulary);
  }

  /** The head for so many classes. */
  Head head() {
    return count == 2
        ? BinaryClassHead.of().withLabelVocabulary(vocabulary.toArray(String[]::new))
        : MultiClassHead.of(count).withLabelVocabulary(vocabulary.toArray(String[]::new));
  }

  List<String> names() {
    return vocabulary.isEmpty()
        ? IntStream.range(0, count).mapToObj(Integer::toString).toList()
        : vocabulary;
  }

  /**
   * Labels as numbers: those of a vocabulary looked up, others as they are.
   *
   * @throws IllegalArgumentException if they are text without a vocabulary or numbers with one, or
   *     a text is not in it
   */
  Value numbers(Value labels) {
    if (vocabulary.isEmpty()) {
      if (labels instanceof StringTensor texts) {
        throw new IllegalArgumentException(
            "labels are text (first: \"%s\"); say which there are with withLabelVocabulary"
                .formatted(texts.data().length == 0 ? "" : texts.text(0)));
      }
      return labels;
    }
    if (!(labels instanceof StringTensor texts)) {
      throw new IllegalArgumentException(
          "labels are %s, the label vocabulary %s wants text; leave the vocabulary out"
              .formatted(labels.dtype(), vocabulary));
    }
    return Tensor.of(texts.shape(), lookUp(texts, i -> i));
  }

  /**
   * The ids of words.
   *
   * @param row tells in which row a word stands
   * @throws IllegalArgumentException if one is not in the vocabulary
   */
  int[] lookUp(StringTensor texts, IntUnaryOperator row) {
    if (vocabulary.isEmpty()) {
      throw new IllegalArgumentException(
          "words for classes that have none; give withLabelVocabulary first, or ids");
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < count; i++) {
      places.put(vocabulary.get(i), i);
    }
    int[] ids = new int[texts.data().length];
    for (int i = 0; i < ids.length; i++) {
      Integer id = places.get(texts.text(i));
      if (id == null) {
        throw new IllegalArgumentException(
            "label, row %d: \"%s\" is not in the label vocabulary %s"
                .formatted(row.applyAsInt(i), texts.text(i), vocabulary));
      }
      ids[i] = id;
    }
    return ids;
  }

  /** Predictions with what TensorFlow adds to the probabilities of all classes. */
  Map<String, Tensor> finish(Map<String, Tensor> numbers) {
    FloatTensor probabilities = Objects.requireNonNull(numbers.get("probabilities")).toFloats();
    int rows = probabilities.rows();
    int[] ids = new int[rows];
    String[] chosen = new String[rows];
    int[] allIds = new int[rows * count];
    List<String> names = names();
    for (int row = 0; row < rows; row++) {
      ids[row] = largest(probabilities.data(), row * count, count);
      chosen[row] = names.get(ids[row]);
      for (int c = 0; c < count; c++) {
        allIds[row * count + c] = c;
      }
    }
    Map<String, Tensor> predictions = new LinkedHashMap<>(numbers);
    predictions.put("class_ids", Tensor.of(Shape.of(rows, 1), ids));
    predictions.put("classes", new StringTensor(Shape.of(rows, 1), chosen));
    predictions.put("all_class_ids", Tensor.of(Shape.of(rows, count), allIds));
    predictions.put("all_classes", allNames(rows));
    return predictions;
  }

  /** The names of all classes for each row. */
  StringTensor allNames(int rows) {
    String[] all = new String[rows * count];
    List<String> names = names();
    for (int i = 0; i < all.length; i++) {
      all[i] = names.get(i % count);
    }
    return new StringTensor(Shape.of(rows, count), all);
  }

  /** The place of the largest of {@code n} numbers, the first of equal ones. */
  static int largest(float[] values, int from, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Refuses labels outside of 0 to 1.
   *
   * @throws IllegalArgumentException naming the first
   */
  static void checkShares(Tensor labels, String repair) {
    float[] data = labels.toFloats().data();
    int width = Math.max(1, data.length / Math.max(1, labels.rows()));
    for (int i = 0; i < data.length; i++) {
      if (data[i] < 0 || data[i] > 1) {
        throw new IllegalArgumentException(
            "label, row %d: %s is outside of 0 to 1; %s"
                .formatted(i / width, labels.text(i), repair));
      }
    }
  }
}
