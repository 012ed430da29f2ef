package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Tokenizer;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers in the order of time: TensorFlow's {@code sequence_numeric_column}. The feature's rows
 * are sequences: ragged, each step's numbers one after the other, or of shape {@code (rows, steps,
 * …)} with NaN where a number is missing; with a separator also texts, {@code "4|3.5|5"} for three
 * steps of one number.
 *
 * @param key the feature
 * @param shape of one step's numbers, usually {@code (1,)}
 * @param defaultValue what stands for missing numbers and after a row's last step
 * @param normalizer what is done to each number that is there
 * @param separator between the numbers of a text; empty if the feature isn't text
 */
public record SequenceNumericColumn(
    String key, Shape shape, float defaultValue, Normalizer normalizer, String separator)
    implements SequenceDenseColumn {
  public SequenceNumericColumn {
    Check.key(key);
    Check.rowShape(key, shape);
  }

  /** One number a step. */
  public static SequenceNumericColumn of(String key) {
    return of(key, 1);
  }

  /** Several numbers a step. */
  public static SequenceNumericColumn of(String key, int... shape) {
    return new SequenceNumericColumn(key, Shape.of(shape), 0, Normalizer.NONE, "");
  }

  public SequenceNumericColumn withDefaultValue(float value) {
    return new SequenceNumericColumn(key, shape, value, normalizer, separator);
  }

  public SequenceNumericColumn withNormalizer(Normalizer normalizer) {
    return new SequenceNumericColumn(key, shape, defaultValue, normalizer, separator);
  }

  /** With rows as texts, whose numbers have this between them. */
  public SequenceNumericColumn withSeparator(String separator) {
    return new SequenceNumericColumn(key, shape, defaultValue, normalizer, separator);
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
  public int width() {
    return shape.intSize();
  }

  @Override
  public Node steps(Scope scope, ColumnInputs inputs) {
    return inputs.numbers(this);
  }

  /**
   * The steps of a batch's rows.
   *
   * @throws IllegalArgumentException if the feature is missing or doesn't suit, or a row's numbers
   *     don't make whole steps
   */
  Steps steps(Batch batch) {
    Ragged rows = numbers(batch);
    return filled(((FloatTensor) rows.values()).data(), rows.splits());
  }

  /**
   * The numbers of each row, one after the other, as they stand in the data; NaN for missing ones.
   *
   * @throws IllegalArgumentException if the feature is missing, is text without a separator, or has
   *     a text that is no number
   */
  public Ragged numbers(Batch batch) {
    return switch (batch.feature(key)) {
      case Ragged rows when rows.values() instanceof StringTensor texts ->
          parsed(texts, rows.splits());
      case Ragged rows -> new Ragged(rows.values().toFloats(), rows.splits());
      case Tensor rows -> {
        int perRow = Math.toIntExact(rows.shape().size(1, rows.shape().rank()));
        int[] splits = new int[rows.rows() + 1];
        Arrays.setAll(splits, row -> row * perRow);
        yield rows instanceof StringTensor texts
            ? parsed(texts, splits)
            : new Ragged(Tensor.of(rows.toFloats().data()), splits);
      }
    };
  }

  private Ragged parsed(StringTensor texts, int[] splits) {
    if (separator.isEmpty()) {
      throw new IllegalArgumentException(
          "column \"%s\": the feature is text; say what stands between its numbers (withSeparator), read it as FLOAT32, or make it a categorical column"
              .formatted(key));
    }
    Tokenizer list = Tokenizer.separatedBy(separator);
    Ragged parts = list.terms(new Ragged(Tensor.of(texts.data()), splits));
    String[] cells = ((StringTensor) parts.values()).data();
    float[] numbers = new float[cells.length];
    for (int row = 0; row < parts.rows(); row++) {
      for (int i = parts.splits()[row]; i < parts.splits()[row + 1]; i++) {
        numbers[i] = number(cells[i], row);
      }
    }
    return new Ragged(Tensor.of(numbers), parts.splits());
  }

  private float number(String cell, int row) {
    try {
      return Float.parseFloat(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "column \"%s\", row %d: \"%s\" is not a number; clean the data, or make it a categorical column"
              .formatted(key, row, cell),
          e);
    }
  }

  private Steps filled(float[] numbers, int[] splits) {
    int width = width();
    int rows = splits.length - 1;
    int room = 0;
    for (int row = 0; row < rows; row++) {
      int count = splits[row + 1] - splits[row];
      if (count % width != 0) {
        throw new IllegalArgumentException(
            "column \"%s\", row %d: %d numbers don't make whole steps of shape %s"
                .formatted(key, row, count, shape));
      }
      room = Math.max(room, count / width);
    }
    float[] filled = new float[Math.multiplyExact(rows, room * width)];
    Arrays.fill(filled, defaultValue);
    int[] lengths = new int[rows];
    for (int row = 0; row < rows; row++) {
      int start = row * room * width;
      for (int i = 0; i < splits[row + 1] - splits[row]; i++) {
        float number = numbers[splits[row] + i];
        if (!Float.isNaN(number)) {
          filled[start + i] = normalizer.apply(number);
          lengths[row] = i / width + 1;
        }
      }
    }
    return new Steps.Numbers(filled, lengths, room, width, defaultValue);
  }
}
