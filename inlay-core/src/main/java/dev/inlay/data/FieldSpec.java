package dev.inlay.data;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How one field of a record becomes a column: what TensorFlow calls {@code FixedLenFeature} and
 * {@code VarLenFeature}. Types are {@code FLOAT32}, {@code INT64} and {@code STRING}.
 */
public sealed interface FieldSpec {
  DType dtype();

  /**
   * The same count of values in each record.
   *
   * @param shape of one record's values; empty for a single one
   * @param defaultValue what stands for a record that lacks the field, of the same shape; null if
   *     that is an error
   */
  record FixedLength(Shape shape, DType dtype, @Nullable Tensor defaultValue) implements FieldSpec {
    public FixedLength {
      check(dtype);
      if (!shape.isKnown()) {
        throw new IllegalArgumentException(
            "a field of shape %s; give the length of each axis, or make it one of variable length"
                .formatted(shape));
      }
      if (defaultValue != null
          && (defaultValue.dtype() != dtype || !defaultValue.shape().equals(shape))) {
        throw new IllegalArgumentException(
            "a default value of %s %s for a field of %s %s"
                .formatted(defaultValue.dtype(), defaultValue.shape(), dtype, shape));
      }
    }

    /** One value or more, which each record has. */
    public static FixedLength of(DType dtype, int... shape) {
      return new FixedLength(Shape.of(shape), dtype, null);
    }

    /** With a number that stands for each missing one. */
    public FixedLength withDefaultValue(double number) {
      int size = shape.intSize();
      Tensor filled =
          switch (dtype) {
            case FLOAT32 -> Tensor.full(shape, (float) number);
            case INT64 -> {
              long[] values = new long[size];
              Arrays.fill(values, (long) number);
              yield new LongTensor(shape, values);
            }
            case INT8, INT32, STRING ->
                throw new IllegalArgumentException("%s for a field of %s".formatted(number, dtype));
          };
      return new FixedLength(shape, dtype, filled);
    }

    /** With a text that stands for each missing one. */
    public FixedLength withDefaultValue(String text) {
      String[] values = new String[shape.intSize()];
      Arrays.fill(values, text);
      return new FixedLength(shape, dtype, new StringTensor(shape, values));
    }

    /** With numbers that stand for missing ones. */
    public FixedLength withDefaultValue(@Nullable FloatTensor numbers) {
      return new FixedLength(shape, dtype, numbers);
    }
  }

  /** Any count of values; a record that lacks the field has none. */
  record VariableLength(DType dtype) implements FieldSpec {
    public VariableLength {
      check(dtype);
    }
  }

  private static void check(DType dtype) {
    if (dtype == DType.INT32) {
      throw new IllegalArgumentException("fields are FLOAT32, INT64 or STRING, not INT32");
    }
  }
}
