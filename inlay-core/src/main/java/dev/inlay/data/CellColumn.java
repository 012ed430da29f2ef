package dev.inlay.data;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.Arrays;

/** A column of a file that grows cell by cell. */
sealed interface CellColumn extends CellSink {
  /** The cells so far. */
  Tensor toValue();

  static CellColumn of(DType type) {
    return switch (type) {
      case FLOAT32 -> new Floats();
      case INT32, INT64 -> new Wholes(type);
      case STRING -> new Texts();
    };
  }

  /** Numbers; NaN where one is missing. */
  final class Floats implements CellColumn {
    private float[] data = new float[1024];
    private int size;

    @Override
    public void add(char[] buffer, int offset, int length) {
      float value = Numbers.parseFloat(buffer, offset, length);
      if (Float.isNaN(value)) {
        throw new BadCell(
            "\"%s\" is not a number; read the column as STRING, list it among the missing values, or clean the data"
                .formatted(new String(buffer, offset, length)));
      }
      put(value);
    }

    @Override
    public void addMissing() {
      put(Float.NaN);
    }

    private void put(float value) {
      if (size == data.length) {
        data = Arrays.copyOf(data, size * 2);
      }
      data[size++] = value;
    }

    @Override
    public Tensor toValue() {
      return new FloatTensor(Shape.of(size), Arrays.copyOf(data, size));
    }
  }

  /** Whole numbers; none may be missing. */
  final class Wholes implements CellColumn {
    private final DType type;
    private long[] data = new long[1024];
    private int size;

    Wholes(DType type) {
      this.type = type;
    }

    @Override
    public void add(char[] buffer, int offset, int length) {
      if (!Numbers.isWhole(buffer, offset, length)) {
        throw new BadCell(
            "\"%s\" is not a whole number; read the column as FLOAT32 or STRING, or clean the data"
                .formatted(new String(buffer, offset, length)));
      }
      long value = Numbers.parseLong(buffer, offset, length);
      if (type == DType.INT32 && value != (int) value) {
        throw new BadCell("%d doesn't fit into 32 bits; read the column as INT64".formatted(value));
      }
      if (size == data.length) {
        data = Arrays.copyOf(data, size * 2);
      }
      data[size++] = value;
    }

    @Override
    public void addMissing() {
      throw new BadCell(
          "a whole number is missing; give the column a default (-1 is missing to categorical"
              + " columns), or read it as FLOAT32 or STRING");
    }

    @Override
    public Tensor toValue() {
      return type == DType.INT64
          ? new LongTensor(Shape.of(size), Arrays.copyOf(data, size))
          : new IntTensor(
              Shape.of(size), Arrays.stream(data, 0, size).mapToInt(v -> (int) v).toArray());
    }
  }

  /** Texts; empty where one is missing. */
  final class Texts implements CellColumn {
    private final TextPool pool = new TextPool();
    private String[] data = new String[1024];
    private int size;

    @Override
    public void add(char[] buffer, int offset, int length) {
      put(pool.get(buffer, offset, length));
    }

    @Override
    public void addMissing() {
      put("");
    }

    private void put(String text) {
      if (size == data.length) {
        data = Arrays.copyOf(data, size * 2);
      }
      data[size++] = text;
    }

    @Override
    public Tensor toValue() {
      return new StringTensor(Shape.of(size), Arrays.copyOf(data, size));
    }
  }
}
