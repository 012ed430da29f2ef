package dev.inlay.tensor;

import java.util.stream.IntStream;

/**
 * The storage of a weight or of an optimizer's slot: {@code rows} rows of {@code width} floats, cut
 * into chunks so that a table may hold more elements than one array can. All chunks but the last
 * hold {@link #chunkRows()} rows. A weight of up to 2^26 floats is always one chunk, so that dense
 * kernels see one array.
 */
public final class Table {
  /** No chunk is larger than this, so that a chunk is 256 MiB at most. */
  private static final int CHUNK_FLOATS = 1 << 26;

  /** Floats that one thread fills at a time. */
  private static final int FILL_BLOCK = 1 << 16;

  private final long rows;
  private final int width;
  private final int chunkShift;
  private final float[][] chunks;

  /**
   * A table of zeros.
   *
   * @throws IllegalArgumentException if a row is wider than 2^26 floats, or a size is negative
   */
  public Table(long rows, int width) {
    if (rows < 0 || width < 0 || width > CHUNK_FLOATS) {
      throw new IllegalArgumentException(
          "a table of %d rows of %d floats; rows are 0 or more, their width 0 to %d"
              .formatted(rows, width, CHUNK_FLOATS));
    }
    this.rows = rows;
    this.width = width;
    this.chunkShift = 31 - Integer.numberOfLeadingZeros(CHUNK_FLOATS / Math.max(1, width));
    int count = Math.max(1, Math.toIntExact((rows + chunkRows() - 1) >>> chunkShift));
    this.chunks = new float[count][];
    for (int i = 0; i < count; i++) {
      long chunkRowCount = Math.min(chunkRows(), rows - ((long) i << chunkShift));
      chunks[i] = new float[(int) (chunkRowCount * width)];
    }
  }

  private Table(long rows, int width, float[] data) {
    this.rows = rows;
    this.width = width;
    this.chunkShift = Integer.SIZE - 2;
    this.chunks = new float[][] {data};
  }

  /** A table over an array that is there already: it is wrapped, not copied. */
  public static Table of(int rows, int width, float[] data) {
    if (data.length < (long) rows * width) {
      throw new IllegalArgumentException(
          "a table of %d rows of %d floats over an array of %d"
              .formatted(rows, width, data.length));
    }
    return new Table(rows, width, data);
  }

  public long rows() {
    return rows;
  }

  /** Floats in a row. */
  public int width() {
    return width;
  }

  /** The number of floats in all. */
  public long size() {
    return rows * width;
  }

  /** Rows in every chunk but the last: a power of two. */
  public int chunkRows() {
    return 1 << chunkShift;
  }

  /** log2 of {@link #chunkRows()}: row {@code r} lies in chunk {@code r >>> chunkShift()}. */
  public int chunkShift() {
    return chunkShift;
  }

  public int chunkCount() {
    return chunks.length;
  }

  /** The array of a chunk itself, not a copy. */
  public float[] chunk(int index) {
    return chunks[index];
  }

  /** All chunks: the arrays themselves. */
  public float[][] chunks() {
    return chunks.clone();
  }

  /** Where a row starts within its chunk. */
  public int offset(long row) {
    return (int) (row & (chunkRows() - 1)) * width;
  }

  /** One value. */
  public float at(long row, int column) {
    return chunks[(int) (row >>> chunkShift)][offset(row) + column];
  }

  /**
   * The one array of a table that has one chunk.
   *
   * @throws IllegalStateException if the table is larger
   */
  public float[] array() {
    if (chunks.length != 1) {
      throw new IllegalStateException(
          "a table of %,d x %d floats lies in %d arrays".formatted(rows, width, chunks.length));
    }
    return chunks[0];
  }

  /** A value as a function of its place, counted through all rows from 0. */
  @FunctionalInterface
  public interface Element {
    float at(long index);
  }

  /** Sets every value as a function of its place, on all cores if there are many. */
  public void fill(Element element) {
    for (int c = 0; c < chunks.length; c++) {
      float[] chunk = chunks[c];
      long first = ((long) c << chunkShift) * width;
      int blocks = (chunk.length + FILL_BLOCK - 1) / FILL_BLOCK;
      IntStream each = IntStream.range(0, blocks);
      (blocks > 1 ? each.parallel() : each)
          .forEach(
              block -> {
                int end = Math.min(chunk.length, (block + 1) * FILL_BLOCK);
                for (int i = block * FILL_BLOCK; i < end; i++) {
                  chunk[i] = element.at(first + i);
                }
              });
    }
  }

  /** Copies all values from another table of the same size. */
  public void copyFrom(Table other) {
    if (other.rows != rows || other.width != width) {
      throw new IllegalArgumentException(
          "wanted %,d x %d floats, got %,d x %d".formatted(rows, width, other.rows, other.width));
    }
    for (int i = 0; i < chunks.length; i++) {
      System.arraycopy(other.chunks[i], 0, chunks[i], 0, chunks[i].length);
    }
  }

  /** A copy. */
  public Table copy() {
    Table copy = new Table(rows, width);
    copy.copyFrom(this);
    return copy;
  }
}
