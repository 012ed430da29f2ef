package dev.inlay.tensor;

import java.util.Arrays;

/**
 * An array of numbers or texts with a shape, in row-major order. The array is wrapped, not copied:
 * who hands one over must not write to it while a model may read it.
 */
@SuppressWarnings("ArrayRecordComponent") // wrapping arrays is the point; equality is by content
public sealed interface Tensor extends Value {
  /** The lengths of the axes, all known. */
  Shape shape();

  /** The same elements under another shape of the same size. */
  Tensor reshape(Shape shape);

  @Override
  default int rows() {
    if (shape().rank() == 0) {
      throw new IllegalArgumentException(
          "a single number has no rows; give an array with a first axis for the rows");
    }
    return shape().dim(0);
  }

  @Override
  Tensor rows(int from, int to);

  @Override
  Tensor take(int[] rows);

  /** This tensor as floats: itself, or converted from integers. Text is refused. */
  FloatTensor toFloats();

  /** The element at a place in row-major order, as text: for messages and tables. */
  String text(int index);

  static FloatTensor of(float... values) {
    return new FloatTensor(Shape.of(values.length), values);
  }

  static IntTensor of(int... values) {
    return new IntTensor(Shape.of(values.length), values);
  }

  static LongTensor of(long... values) {
    return new LongTensor(Shape.of(values.length), values);
  }

  static StringTensor of(String... values) {
    return new StringTensor(Shape.of(values.length), values);
  }

  static FloatTensor of(Shape shape, float... values) {
    return new FloatTensor(shape, values);
  }

  static IntTensor of(Shape shape, int... values) {
    return new IntTensor(shape, values);
  }

  /** A matrix from its rows, which must be of one length. */
  static FloatTensor of(float[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    float[] data = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      Checks.rowWidth(i, rows[i].length, width);
      System.arraycopy(rows[i], 0, data, i * width, width);
    }
    return new FloatTensor(Shape.of(rows.length, width), data);
  }

  /** A matrix from its rows, which must be of one length. */
  static IntTensor of(int[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    int[] data = new int[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      Checks.rowWidth(i, rows[i].length, width);
      System.arraycopy(rows[i], 0, data, i * width, width);
    }
    return new IntTensor(Shape.of(rows.length, width), data);
  }

  /** A matrix of texts from its rows, which must be of one length. */
  static StringTensor of(String[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    String[] data = new String[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      Checks.rowWidth(i, rows[i].length, width);
      System.arraycopy(rows[i], 0, data, i * width, width);
    }
    return new StringTensor(Shape.of(rows.length, width), data);
  }

  /** A single number. */
  static FloatTensor scalar(float value) {
    return new FloatTensor(Shape.SCALAR, new float[] {value});
  }

  /** Zeros. */
  static FloatTensor zeros(Shape shape) {
    return new FloatTensor(shape, new float[shape.intSize()]);
  }

  /** The same value everywhere. */
  static FloatTensor full(Shape shape, float value) {
    float[] data = new float[shape.intSize()];
    Arrays.fill(data, value);
    return new FloatTensor(shape, data);
  }

  /** 32-bit floats. */
  record FloatTensor(Shape shape, float[] data) implements Tensor {
    public FloatTensor {
      Checks.length(shape, data.length);
    }

    @Override
    public DType dtype() {
      return DType.FLOAT32;
    }

    @Override
    public FloatTensor reshape(Shape to) {
      return new FloatTensor(Checks.reshape(shape, to), data);
    }

    @Override
    public FloatTensor rows(int from, int to) {
      int w = Checks.rowSize(this);
      Checks.rows(from, to, this);
      return new FloatTensor(
          shape.withDim(0, to - from), Arrays.copyOfRange(data, from * w, to * w));
    }

    @Override
    public FloatTensor take(int[] rows) {
      return new FloatTensor(
          shape.withDim(0, rows.length), (float[]) Checks.take(this, data, new float[0], rows));
    }

    @Override
    public FloatTensor toFloats() {
      return this;
    }

    @Override
    public String text(int index) {
      return Float.toString(data[index]);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof FloatTensor t && shape.equals(t.shape) && Arrays.equals(data, t.data);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return Checks.print(this);
    }
  }

  /** 32-bit integers. */
  record IntTensor(Shape shape, int[] data) implements Tensor {
    public IntTensor {
      Checks.length(shape, data.length);
    }

    @Override
    public DType dtype() {
      return DType.INT32;
    }

    @Override
    public IntTensor reshape(Shape to) {
      return new IntTensor(Checks.reshape(shape, to), data);
    }

    @Override
    public IntTensor rows(int from, int to) {
      int w = Checks.rowSize(this);
      Checks.rows(from, to, this);
      return new IntTensor(shape.withDim(0, to - from), Arrays.copyOfRange(data, from * w, to * w));
    }

    @Override
    public IntTensor take(int[] rows) {
      return new IntTensor(
          shape.withDim(0, rows.length), (int[]) Checks.take(this, data, new int[0], rows));
    }

    @Override
    public FloatTensor toFloats() {
      float[] f = new float[data.length];
      for (int i = 0; i < f.length; i++) {
        f[i] = data[i];
      }
      return new FloatTensor(shape, f);
    }

    @Override
    public String text(int index) {
      return Integer.toString(data[index]);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof IntTensor t && shape.equals(t.shape) && Arrays.equals(data, t.data);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return Checks.print(this);
    }
  }

  /** 64-bit integers. */
  record LongTensor(Shape shape, long[] data) implements Tensor {
    public LongTensor {
      Checks.length(shape, data.length);
    }

    @Override
    public DType dtype() {
      return DType.INT64;
    }

    @Override
    public LongTensor reshape(Shape to) {
      return new LongTensor(Checks.reshape(shape, to), data);
    }

    @Override
    public LongTensor rows(int from, int to) {
      int w = Checks.rowSize(this);
      Checks.rows(from, to, this);
      return new LongTensor(
          shape.withDim(0, to - from), Arrays.copyOfRange(data, from * w, to * w));
    }

    @Override
    public LongTensor take(int[] rows) {
      return new LongTensor(
          shape.withDim(0, rows.length), (long[]) Checks.take(this, data, new long[0], rows));
    }

    @Override
    public FloatTensor toFloats() {
      float[] f = new float[data.length];
      for (int i = 0; i < f.length; i++) {
        f[i] = data[i];
      }
      return new FloatTensor(shape, f);
    }

    @Override
    public String text(int index) {
      return Long.toString(data[index]);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof LongTensor t && shape.equals(t.shape) && Arrays.equals(data, t.data);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return Checks.print(this);
    }
  }

  /** Texts; an absent one is the empty text. */
  record StringTensor(Shape shape, String[] data) implements Tensor {
    public StringTensor {
      Checks.length(shape, data.length);
    }

    @Override
    public DType dtype() {
      return DType.STRING;
    }

    @Override
    public StringTensor reshape(Shape to) {
      return new StringTensor(Checks.reshape(shape, to), data);
    }

    @Override
    public StringTensor rows(int from, int to) {
      int w = Checks.rowSize(this);
      Checks.rows(from, to, this);
      return new StringTensor(
          shape.withDim(0, to - from), Arrays.copyOfRange(data, from * w, to * w));
    }

    @Override
    public StringTensor take(int[] rows) {
      return new StringTensor(
          shape.withDim(0, rows.length), (String[]) Checks.take(this, data, new String[0], rows));
    }

    @Override
    public FloatTensor toFloats() {
      throw new IllegalArgumentException(
          "text is not a number (first element: \"%s\"); look it up or hash it to ids first"
              .formatted(data.length == 0 ? "" : data[0]));
    }

    @Override
    public String text(int index) {
      return data[index];
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof StringTensor t && shape.equals(t.shape) && Arrays.equals(data, t.data);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return Checks.print(this);
    }
  }
}
