package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers in the order of time: TensorFlow's {@code sequence_numeric_column}. The feature's rows
 * are sequences: ragged, each step's numbers one after the other, or of shape {@code (rows, steps,
 * …)} with NaN where a number is missing.
 *
 * @param key the feature
 * @param shape of one step's numbers, usually {@code (1,)}
 * @param defaultValue what stands for missing numbers and after a row's last step
 * @param normalizer what is done to each number that is there
 */
public record SequenceNumericColumn(
    String key, Shape shape, float defaultValue, Normalizer normalizer)
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
    return new SequenceNumericColumn(key, Shape.of(shape), 0, Normalizer.NONE);
  }

  public SequenceNumericColumn withDefaultValue(float value) {
    return new SequenceNumericColumn(key, shape, value, normalizer);
  }

  public SequenceNumericColumn withNormalizer(Normalizer normalizer) {
    return new SequenceNumericColumn(key, shape, defaultValue, normalizer);
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
   * @throws IllegalArgumentException if the feature is missing or is text, or a row's numbers don't
   *     make whole steps
   */
  Steps steps(Batch batch) {
    Value value = batch.feature(key);
    return switch (value) {
      case Ragged rows -> filled(numbers(rows.values()), rows.splits());
      case Tensor rows -> {
        int perRow = Math.toIntExact(rows.shape().size(1, rows.shape().rank()));
        int[] splits = new int[rows.rows() + 1];
        Arrays.setAll(splits, row -> row * perRow);
        yield filled(numbers(rows), splits);
      }
    };
  }

  private float[] numbers(Tensor cells) {
    if (cells instanceof Tensor.StringTensor) {
      throw new IllegalArgumentException(
          "column \"%s\": the feature is text; read it as FLOAT32, or make it a categorical column"
              .formatted(key));
    }
    return cells.toFloats().data();
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
