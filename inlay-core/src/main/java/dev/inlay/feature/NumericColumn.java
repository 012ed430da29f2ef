package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as they are: TensorFlow's {@code numeric_column}. NaN is a missing number; one is an
 * error unless the column has a default.
 *
 * @param key the feature
 * @param shape of one row's numbers, usually {@code (1,)}
 * @param defaultValue what stands for missing numbers, of the column's shape; null for none
 * @param normalizer what is done to each number, after missing ones are filled in
 */
public record NumericColumn(
    String key, Shape shape, @Nullable FloatTensor defaultValue, Normalizer normalizer)
    implements DenseColumn {
  public NumericColumn {
    Check.key(key);
    Check.rowShape(key, shape);
    if (defaultValue != null && !defaultValue.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "column \"%s\": a default value of shape %s for rows of shape %s"
              .formatted(key, defaultValue.shape(), shape));
    }
  }

  /** One number a row. */
  public static NumericColumn of(String key) {
    return of(key, 1);
  }

  /** Several numbers a row. */
  public static NumericColumn of(String key, int... shape) {
    return new NumericColumn(key, Shape.of(shape), null, Normalizer.NONE);
  }

  /** Missing numbers count as these: one for all, or one for each of a row's numbers. */
  public NumericColumn withDefaultValue(float... values) {
    FloatTensor filled =
        values.length == 1 ? Tensor.full(shape, values[0]) : Tensor.of(shape, values);
    return new NumericColumn(key, shape, filled, normalizer);
  }

  public NumericColumn withNormalizer(Normalizer normalizer) {
    return new NumericColumn(key, shape, defaultValue, normalizer);
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
  public Node call(Scope scope, ColumnInputs inputs) {
    return inputs.numbers(this);
  }

  /**
   * The numbers of a batch's rows, shape {@code (rows, width)}.
   *
   * @throws IllegalArgumentException if the feature is missing, is text or ragged, has another
   *     number of elements a row, a number is infinite, or one is missing and there is no default
   */
  public FloatTensor encode(Batch batch) {
    FloatTensor numbers = numbers(batch);
    float[] data = numbers.data();
    for (int i = 0; i < data.length; i++) {
      if (Float.isInfinite(data[i]) || (Float.isNaN(data[i]) && defaultValue == null)) {
        throw new IllegalArgumentException(
            "column \"%s\", row %d: %s; give the column a default or clean the data"
                .formatted(
                    key,
                    i / width(),
                    Float.isNaN(data[i])
                        ? "the number is missing (NaN)"
                        : data[i] + " is not finite"));
      }
    }
    return filledAndNormalized(numbers);
  }

  /**
   * The numbers as TensorFlow has them: infinite ones pass, and so do missing ones if there is no
   * default. A {@link BucketizedColumn} has a bucket for each.
   */
  FloatTensor encodeAll(Batch batch) {
    return filledAndNormalized(numbers(batch));
  }

  private FloatTensor filledAndNormalized(FloatTensor numbers) {
    if (normalizer instanceof Normalizer.None && defaultValue == null) {
      return numbers;
    }
    float[] out = numbers.data().clone();
    for (int i = 0; i < out.length; i++) {
      float x = defaultValue != null && Float.isNaN(out[i]) ? filler(defaultValue, i) : out[i];
      out[i] = normalizer.apply(x);
    }
    return new FloatTensor(numbers.shape(), out);
  }

  private float filler(FloatTensor row, int i) {
    return row.data()[i % width()];
  }

  private FloatTensor numbers(Batch batch) {
    Value value = batch.feature(key);
    return switch (value) {
      case Ragged _ ->
          throw new IllegalArgumentException(
              "column \"%s\": a numeric column wants rows of shape %s, the feature's rows differ in length"
                  .formatted(key, shape));
      case StringTensor t ->
          throw new IllegalArgumentException(
              "column \"%s\", row 0: \"%s\" is text, not a number; read the feature as FLOAT32, or make it a categorical column"
                  .formatted(key, t.data().length == 0 ? "" : t.text(0)));
      case Tensor t when t.shape().size(1, t.shape().rank()) != width() ->
          throw new IllegalArgumentException(
              "column \"%s\": wanted rows of shape %s, the feature has shape %s"
                  .formatted(key, shape, t.shape()));
      case Tensor t -> t.toFloats().reshape(Shape.of(t.rows(), width()));
    };
  }
}
