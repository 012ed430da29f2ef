package dev.inlay.data;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;

/** One field of some records, growing to a column. */
final class FieldColumn {
  private final String name;
  private final FieldSpec spec;
  private float[] floats = new float[16];
  private long[] longs = new long[16];
  private String[] texts = new String[16];
  private int size;
  private int[] splits = new int[16];
  private int rows;

  FieldColumn(String name, FieldSpec spec) {
    this.name = name;
    this.spec = spec;
  }

  void add(float value) {
    if (size == floats.length) {
      floats = Arrays.copyOf(floats, 2 * size);
    }
    floats[size++] = value;
  }

  void add(long value) {
    if (size == longs.length) {
      longs = Arrays.copyOf(longs, 2 * size);
    }
    longs[size++] = value;
  }

  void add(String value) {
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, 2 * size);
    }
    texts[size++] = value;
  }

  /** Refuses values of another type than the field is read as. */
  void check(DType type) {
    if (type != spec.dtype()) {
      throw new IllegalArgumentException(
          "field \"%s\" holds %s, wanted %s; read it as what it is"
              .formatted(name, type, spec.dtype()));
    }
  }

  /**
   * Completes a record's values.
   *
   * @throws IllegalArgumentException if it lacks the field and nothing stands for it, or has
   *     another number of values
   */
  void check() {
    int count = size - splits[rows];
    if (spec instanceof FieldSpec.FixedLength fixed && count != fixed.shape().size()) {
      if (count > 0) {
        throw new IllegalArgumentException(
            "field \"%s\" has %d values, wanted shape %s; make it one of variable length"
                .formatted(name, count, fixed.shape()));
      }
      fill(fixed);
    }
  }

  /** Ends a record. */
  void endRow() {
    if (++rows == splits.length) {
      splits = Arrays.copyOf(splits, 2 * rows);
    }
    splits[rows] = size;
  }

  private void fill(FieldSpec.FixedLength fixed) {
    switch (fixed.defaultValue()) {
      case null ->
          throw new IllegalArgumentException(
              "field \"%s\" is missing and has no default value; give it one".formatted(name));
      case FloatTensor t -> {
        for (float value : t.data()) {
          add(value);
        }
      }
      case LongTensor t -> {
        for (long value : t.data()) {
          add(value);
        }
      }
      case StringTensor t -> {
        for (String value : t.data()) {
          add(value);
        }
      }
      case Tensor.IntTensor _ -> throw new IllegalStateException("fields are not INT32");
    }
  }

  /** Forgets the record that was begun. */
  void dropRow() {
    size = splits[rows];
  }

  /** The column so far; then it is empty again. */
  Value take() {
    Shape flat = Shape.of(size);
    Tensor values =
        switch (spec.dtype()) {
          case FLOAT32 -> new FloatTensor(flat, Arrays.copyOf(floats, size));
          case INT64 -> new LongTensor(flat, Arrays.copyOf(longs, size));
          case STRING -> new StringTensor(flat, Arrays.copyOf(texts, size));
          case INT8, INT32 -> throw new IllegalStateException("fields are not " + spec.dtype());
        };
    int[] ends = Arrays.copyOf(splits, rows + 1);
    Value column =
        switch (spec) {
          case FieldSpec.FixedLength fixed -> values.reshape(fixed.shape().prepend(rows));
          case FieldSpec.VariableLength _ -> new Ragged(values, ends);
        };
    size = 0;
    rows = 0;
    return column;
  }
}
