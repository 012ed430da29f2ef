package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.Arrays;

/** A column that grows value by value. */
sealed interface CellColumn extends CellSink {
  /** The number of values. */
  int size();

  /** Forgets all values but the first ones. */
  void truncate(int size);

  /** The values so far; then there are none. */
  Tensor take();

  static CellColumn of(DType type) {
    return switch (type) {
      case FLOAT32 -> new Floats();
      case INT8 -> throw new IllegalArgumentException("data holds INT32 or INT64, not INT8");
      case INT32, INT64 -> new Wholes(type);
      case STRING -> new Texts();
    };
  }

  private static BadCell noNumber(byte[] buffer, int offset, int length) {
    return new BadCell(
        "\"%s\" is a text, and the column has numbers; read it as STRING, or clean the data"
            .formatted(new String(buffer, offset, length, UTF_8)));
  }

  /** Numbers; NaN where one is missing. */
  final class Floats implements CellColumn {
    private float[] data = new float[1024];
    private int size;

    @Override
    public void add(byte[] buffer, int offset, int length) {
      float value = Numbers.parseFloat(buffer, offset, length);
      if (Float.isNaN(value)) {
        throw new BadCell(
            "\"%s\" is not a number; read the column as STRING, list it among the missing values, or clean the data"
                .formatted(new String(buffer, offset, length, UTF_8)));
      }
      put(value);
    }

    @Override
    public void addText(byte[] buffer, int offset, int length) {
      throw noNumber(buffer, offset, length);
    }

    @Override
    public void add(boolean truth) {
      put(truth ? 1 : 0);
    }

    @Override
    public void add(long number) {
      put((float) number);
    }

    @Override
    public void add(double number) {
      put((float) number);
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
    public int size() {
      return size;
    }

    @Override
    public void truncate(int length) {
      size = length;
    }

    @Override
    public Tensor take() {
      var taken = new FloatTensor(Shape.of(size), Arrays.copyOf(data, size));
      size = 0;
      return taken;
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
    public void add(byte[] buffer, int offset, int length) {
      int digits = Numbers.parseDigits(buffer, offset, length);
      if (digits >= 0) {
        put(digits);
        return;
      }
      if (!Numbers.isWhole(buffer, offset, length)) {
        throw new BadCell(
            "\"%s\" is not a whole number; read the column as FLOAT32 or STRING, or clean the data"
                .formatted(new String(buffer, offset, length, UTF_8)));
      }
      add(Numbers.parseLong(buffer, offset, length));
    }

    @Override
    public void addText(byte[] buffer, int offset, int length) {
      throw noNumber(buffer, offset, length);
    }

    @Override
    public void add(boolean truth) {
      add(truth ? 1L : 0L);
    }

    @Override
    public void add(long value) {
      if (type == DType.INT32 && value != (int) value) {
        throw new BadCell("%d doesn't fit into 32 bits; read the column as INT64".formatted(value));
      }
      put(value);
    }

    private void put(long value) {
      if (size == data.length) {
        data = Arrays.copyOf(data, size * 2);
      }
      data[size++] = value;
    }

    @Override
    public void add(double number) {
      if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
        throw new BadCell(
            "%s is not a whole number; read the column as FLOAT32, or clean the data"
                .formatted(number));
      }
      add((long) number);
    }

    @Override
    public void addMissing() {
      throw new BadCell(
          "a whole number is missing; give the column a default (-1 is missing to categorical"
              + " columns), or read it as FLOAT32 or STRING");
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void truncate(int length) {
      size = length;
    }

    @Override
    public Tensor take() {
      Shape shape = Shape.of(size);
      Tensor taken =
          type == DType.INT64
              ? new LongTensor(shape, Arrays.copyOf(data, size))
              : new IntTensor(shape, Arrays.stream(data, 0, size).mapToInt(v -> (int) v).toArray());
      size = 0;
      return taken;
    }
  }

  /** Texts; empty where one is missing. */
  final class Texts implements CellColumn {
    private final TextPool pool = new TextPool();
    private String[] data = new String[1024];
    private int size;

    @Override
    public void add(byte[] buffer, int offset, int length) {
      put(pool.get(buffer, offset, length));
    }

    @Override
    public void addText(byte[] buffer, int offset, int length) {
      add(buffer, offset, length);
    }

    @Override
    public void add(boolean truth) {
      put(Boolean.toString(truth));
    }

    @Override
    public void add(long number) {
      put(Long.toString(number));
    }

    @Override
    public void add(double number) {
      put(Double.toString(number));
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
    public int size() {
      return size;
    }

    @Override
    public void truncate(int length) {
      size = length;
    }

    @Override
    public Tensor take() {
      var taken = new StringTensor(Shape.of(size), Arrays.copyOf(data, size));
      size = 0;
      return taken;
    }
  }
}
