package dev.inlay.tensor;

import java.util.Arrays;

/**
 * The storage of a weight that is held as whole numbers of 8 bits, from -128 to 127: {@code rows}
 * rows of {@code width}, in one array.
 */
public final class Bytes implements Storage {
  private final int rows;
  private final int width;
  private final byte[] array;

  /**
   * Zeros.
   *
   * @throws IllegalArgumentException if they are more than one array can hold
   */
  public Bytes(int rows, int width) {
    this(rows, width, new byte[length(rows, width)]);
  }

  private Bytes(int rows, int width, byte[] array) {
    this.rows = rows;
    this.width = width;
    this.array = array;
  }

  private static int length(int rows, int width) {
    long length = (long) rows * width;
    if (rows < 0 || width < 0 || length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%,d rows of %,d numbers in 8 bits; one array holds %,d of them"
              .formatted(rows, width, Integer.MAX_VALUE - 8));
    }
    return (int) length;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public long byteSize() {
    return array.length;
  }

  /** The array itself, not a copy. */
  public byte[] array() {
    return array;
  }

  @Override
  public float at(long row, int column) {
    return array[(int) row * width + column];
  }

  @Override
  public void read(long row, int count, float[] to, int at) {
    int from = (int) row * width;
    for (int i = 0; i < count * width; i++) {
      to[at + i] = array[from + i];
    }
  }

  @Override
  public void copyFrom(Storage other) {
    if (!(other instanceof Bytes bytes) || bytes.rows != rows || bytes.width != width) {
      throw new IllegalArgumentException(
          "wanted %,d x %d numbers of 8 bits, got %s".formatted(rows, width, other));
    }
    System.arraycopy(bytes.array, 0, array, 0, array.length);
  }

  @Override
  public Bytes copy() {
    return new Bytes(rows, width, Arrays.copyOf(array, array.length));
  }

  @Override
  public String toString() {
    return "%,d x %d numbers of 8 bits".formatted(rows, width);
  }
}
