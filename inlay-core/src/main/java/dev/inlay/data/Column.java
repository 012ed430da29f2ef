package dev.inlay.data;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column from Java objects, one a row. */
final class Column {
  private Column() {}

  /** The class of the first value that is not null. */
  static Class<?> typeOf(String name, List<? extends @Nullable Object> values) {
    for (Object value : values) {
      if (value != null) {
        return value.getClass();
      }
    }
    throw new IllegalArgumentException(
        "column \"%s\" has no value in any row; leave it out".formatted(name));
  }

  static Value of(String name, Class<?> type, List<? extends @Nullable Object> values) {
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return ragged(name, type, values);
    }
    return tensor(name, dtype(name, type), values);
  }

  private static Value ragged(String name, Class<?> type, List<? extends @Nullable Object> rows) {
    int[] splits = new int[rows.size() + 1];
    var flat = new ArrayList<@Nullable Object>();
    for (int i = 0; i < rows.size(); i++) {
      switch (rows.get(i)) {
        case null -> {}
        case Collection<?> c -> flat.addAll(c);
        case Object array when array.getClass().isArray() -> {
          for (int j = 0; j < Array.getLength(array); j++) {
            flat.add(Array.get(array, j));
          }
        }
        case Object other -> throw wrong(name, i, other, "a list or an array");
      }
      splits[i + 1] = flat.size();
    }
    Class<?> element = type.isArray() ? type.getComponentType() : typeOf(name, flat);
    return new Ragged(tensor(name, dtype(name, element), flat), splits);
  }

  private static Tensor tensor(String name, DType dtype, List<? extends @Nullable Object> values) {
    int n = values.size();
    Shape shape = Shape.of(n);
    return switch (dtype) {
      case FLOAT32 -> {
        float[] data = new float[n];
        for (int i = 0; i < n; i++) {
          data[i] =
              switch (values.get(i)) {
                case null -> Float.NaN;
                case Number number -> number.floatValue();
                case Object other -> throw wrong(name, i, other, "a number");
              };
        }
        yield new FloatTensor(shape, data);
      }
      case INT8 -> throw new IllegalArgumentException("data holds INT32 or INT64, not INT8");
      case INT32 -> {
        int[] data = new int[n];
        for (int i = 0; i < n; i++) {
          data[i] = Math.toIntExact(whole(name, i, values.get(i)));
        }
        yield new IntTensor(shape, data);
      }
      case INT64 -> {
        long[] data = new long[n];
        for (int i = 0; i < n; i++) {
          data[i] = whole(name, i, values.get(i));
        }
        yield new LongTensor(shape, data);
      }
      case STRING -> {
        String[] data = new String[n];
        for (int i = 0; i < n; i++) {
          data[i] =
              switch (values.get(i)) {
                case null -> "";
                case CharSequence text -> text.toString();
                case Enum<?> constant -> constant.name();
                case Object other -> throw wrong(name, i, other, "text");
              };
        }
        yield new StringTensor(shape, data);
      }
    };
  }

  private static long whole(String name, int row, @Nullable Object value) {
    return switch (value) {
      // What TensorFlow's categorical columns take for a missing whole number.
      case null -> -1;
      case Boolean b -> b ? 1 : 0;
      case Integer i -> i;
      case Long l -> l;
      case Short s -> s;
      case Byte b -> b;
      case Object other -> throw wrong(name, row, other, "a whole number");
    };
  }

  private static DType dtype(String name, Class<?> type) {
    if (type == double.class
        || type == float.class
        || type == Double.class
        || type == Float.class) {
      return DType.FLOAT32;
    }
    if (type == long.class || type == Long.class) {
      return DType.INT64;
    }
    if (type == int.class
        || type == short.class
        || type == byte.class
        || type == boolean.class
        || type == Integer.class
        || type == Short.class
        || type == Byte.class
        || type == Boolean.class) {
      return DType.INT32;
    }
    if (CharSequence.class.isAssignableFrom(type) || Enum.class.isAssignableFrom(type)) {
      return DType.STRING;
    }
    throw new IllegalArgumentException(
        "column \"%s\" has values of %s; give numbers, truth values, texts, enums, or lists of them"
            .formatted(name, type.getName()));
  }

  private static IllegalArgumentException wrong(String name, int row, Object value, String wanted) {
    return new IllegalArgumentException(
        "column \"%s\", row %d: %s (%s) is not %s"
            .formatted(name, row, value, value.getClass().getSimpleName(), wanted));
  }
}
