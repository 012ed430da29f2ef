package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.layer.Initializers;
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
 * error unless the column has a default or a rule for it.
 *
 * @param key the feature
 * @param shape of one row's numbers, usually {@code (1,)}
 * @param defaultValue what stands for missing numbers, of the column's shape; null for none
 * @param normalizer what is done to each number, after missing ones are filled in
 * @param missing what becomes of missing numbers where there is no default
 */
public record NumericColumn(
    String key,
    Shape shape,
    @Nullable FloatTensor defaultValue,
    Normalizer normalizer,
    Missing missing)
    implements DenseColumn {
  public NumericColumn {
    Check.key(key);
    Check.rowShape(key, shape);
    if (defaultValue != null && !defaultValue.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "column \"%s\": a default value of shape %s for rows of shape %s"
              .formatted(key, defaultValue.shape(), shape));
    }
    if (missing instanceof Missing.Id) {
      throw new IllegalArgumentException(
          "column \"%s\": numbers have no ids; say withDefaultValue".formatted(key));
    }
    if (defaultValue != null && missing != Missing.Rule.REFUSE) {
      throw new IllegalArgumentException(
          "column \"%s\": missing numbers have a default value or a rule, not both".formatted(key));
    }
  }

  /** One number a row. */
  public static NumericColumn of(String key) {
    return of(key, 1);
  }

  /** Several numbers a row. */
  public static NumericColumn of(String key, int... shape) {
    return new NumericColumn(key, Shape.of(shape), null, Normalizer.NONE, Missing.Rule.REFUSE);
  }

  /** Missing numbers count as these: one for all, or one for each of a row's numbers. */
  public NumericColumn withDefaultValue(float... values) {
    FloatTensor filled =
        values.length == 1 ? Tensor.full(shape, values[0]) : Tensor.of(shape, values);
    return new NumericColumn(key, shape, filled, normalizer, missing);
  }

  public NumericColumn withNormalizer(Normalizer normalizer) {
    return new NumericColumn(key, shape, defaultValue, normalizer, missing);
  }

  /** With a rule for missing numbers. */
  public NumericColumn withMissing(Missing missing) {
    return new NumericColumn(key, shape, defaultValue, normalizer, missing);
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
    Node numbers = inputs.numbers(this);
    if (missing != Missing.Rule.LEARN) {
      return numbers;
    }
    Node learned = scope.weight(variable("missing"), Shape.of(width()), Initializers.ZEROS);
    return numbers.add(inputs.gaps(this).mul(learned));
  }

  /**
   * The numbers of a batch's rows, shape {@code (rows, width)}.
   *
   * @throws IllegalArgumentException if the feature is missing, is text or ragged, has another
   *     number of elements a row, a number is infinite, or one is missing and nothing says what
   *     that means
   */
  public FloatTensor encode(Batch batch) {
    FloatTensor numbers = numbers(batch);
    boolean refused = defaultValue == null && missing == Missing.Rule.REFUSE;
    float[] data = numbers.data();
    for (int i = 0; i < data.length; i++) {
      if (Float.isInfinite(data[i]) || (refused && Float.isNaN(data[i]))) {
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
    return filledAndNormalized(numbers, missing);
  }

  /** A one for each missing number among zeros, shape {@code (rows, width)}. */
  FloatTensor gaps(Batch batch) {
    FloatTensor numbers = numbers(batch);
    float[] gaps = new float[numbers.data().length];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = Float.isNaN(numbers.data()[i]) ? 1 : 0;
    }
    return new FloatTensor(numbers.shape(), gaps);
  }

  /**
   * The numbers as TensorFlow has them: infinite ones pass, and so do missing ones if there is no
   * default. A {@link BucketizedColumn} has a bucket for each.
   */
  FloatTensor encodeAll(Batch batch) {
    return filledAndNormalized(
        numbers(batch), missing == Missing.Rule.ZERO ? missing : Missing.Rule.REFUSE);
  }

  /** Rules that leave a gap leave a 0. */
  private FloatTensor filledAndNormalized(FloatTensor numbers, Missing rule) {
    if (normalizer instanceof Normalizer.None
        && defaultValue == null
        && rule == Missing.Rule.REFUSE) {
      return numbers;
    }
    boolean gaps = rule == Missing.Rule.DROP || rule == Missing.Rule.LEARN;
    float[] out = numbers.data().clone();
    for (int i = 0; i < out.length; i++) {
      if (!Float.isNaN(out[i])) {
        out[i] = normalizer.apply(out[i]);
      } else if (gaps) {
        out[i] = 0;
      } else {
        float filler = rule == Missing.Rule.ZERO ? 0 : Float.NaN;
        out[i] = normalizer.apply(defaultValue == null ? filler : filler(defaultValue, i));
      }
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
