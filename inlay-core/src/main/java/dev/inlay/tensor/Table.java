package dev.inlay.tensor;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The storage of a weight or of an optimizer's slot: {@code rows} rows of {@code width} floats, cut
 * into chunks so that a table may hold more elements than one array can, and so that many threads
 * can make it. All chunks but the last hold {@link #chunkRows()} rows. A weight of up to {@link
 * #ONE_ARRAY} floats is always one chunk, so that dense kernels see one array.
 */
public final class Table implements Storage {
  /**
   * Floats of a chunk where there are several: 256 MiB. A property sets it lower, so that tests of
   * tables in many chunks are small.
   */
  private static final int CHUNK_FLOATS = Integer.getInteger("inlay.table.chunk", 1 << 26);

  /** A table of so many floats or fewer is one array. */
  public static final int ONE_ARRAY = 4 * CHUNK_FLOATS;

  /** Floats that one thread fills at a time. */
  private static final int FILL_BLOCK = 1 << 16;

  private final long rows;
  private final int width;
  private final int chunkShift;
  private final float[][] chunks;

  /**
   * A table of zeros.
   *
   * @throws IllegalArgumentException if a row is wider than a chunk, or a size is negative
   */
  public Table(long rows, int width) {
    this(rows, width, chunkShift(rows, width));
  }

  private Table(long rows, int width, int chunkShift) {
    this.rows = rows;
    this.width = width;
    this.chunkShift = chunkShift;
    this.chunks =
        new float[Math.max(1, Math.toIntExact((rows + chunkRows() - 1) >>> chunkShift))][];
    // Most of the time goes into the pages' first touch, which many threads do side by side.
    each(
        chunks.length,
        c -> {
          long chunkRowCount = Math.min(chunkRows(), rows - ((long) c << chunkShift));
          chunks[c] = new float[Math.toIntExact(chunkRowCount * width)];
        });
  }

  private static int chunkShift(long rows, int width) {
    if (rows < 0 || width < 0 || width > CHUNK_FLOATS) {
      throw new IllegalArgumentException(
          "a table of %d rows of %d floats; rows are 0 or more, their width 0 to %d"
              .formatted(rows, width, CHUNK_FLOATS));
    }
    return rows <= ONE_ARRAY / Math.max(1, width)
        ? Integer.SIZE - 2
        : 31 - Integer.numberOfLeadingZeros(CHUNK_FLOATS / Math.max(1, width));
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

  /**
   * A table of zeros that has the same rows in the same chunks, of another width: a row of both has
   * one number within one chunk.
   */
  public Table beside(int otherWidth) {
    return new Table(rows, otherWidth, chunkShift);
  }

  @Override
  public long rows() {
    return rows;
  }

  /** Floats in a row. */
  @Override
  public int width() {
    return width;
  }

  @Override
  public long byteSize() {
    return size() * Float.BYTES;
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

  /** The chunk in which a row lies. */
  public float[] chunkOf(long row) {
    return chunks[(int) (row >>> chunkShift)];
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
  @Override
  public float at(long row, int column) {
    return chunkOf(row)[offset(row) + column];
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

  /** Values of a run of places. */
  @FunctionalInterface
  public interface Run {
    /**
     * Writes {@code n} values from {@code to[at]} on.
     *
     * @param first the place of the first, counted through all rows from 0
     */
    void write(float[] to, int at, int n, long first);
  }

  /** Sets every value as a function of its place, on all cores if there are many. */
  public void fill(Element element) {
    fillRuns(
        (to, at, n, first) -> {
          for (int i = 0; i < n; i++) {
            to[at + i] = element.at(first + i);
          }
        });
  }

  /** As {@link #fill}, for those who write many values at once faster than one by one. */
  public void fillRuns(Run run) {
    for (int c = 0; c < chunks.length; c++) {
      float[] chunk = chunks[c];
      long first = ((long) c << chunkShift) * width;
      each(
          Math.ceilDiv(chunk.length, FILL_BLOCK),
          block -> {
            int at = block * FILL_BLOCK;
            run.write(chunk, at, Math.min(FILL_BLOCK, chunk.length - at), first + at);
          });
    }
  }

  private static void each(int count, IntConsumer part) {
    IntStream parts = IntStream.range(0, count);
    (count > 1 ? parts.parallel() : parts).forEach(part);
  }

  /** Copies all values from another table of the same size. */
  @Override
  public void copyFrom(Storage from) {
    if (!(from instanceof Table other) || other.rows != rows || other.width != width) {
      throw new IllegalArgumentException(
          "wanted %,d x %d floats, got %s".formatted(rows, width, from));
    }
    for (int c = 0; c < chunks.length; c++) {
      long row = (long) c << chunkShift;
      other.read(row, (int) Math.min(chunkRows(), rows - row), chunks[c], 0);
    }
  }

  @Override
  public void read(long row, int count, float[] to, int at) {
    for (int done = 0; done < count; ) {
      int n = sharedRows(row + done, count - done);
      System.arraycopy(chunkOf(row + done), offset(row + done), to, at + done * width, n * width);
      done += n;
    }
  }

  /** Sets {@code count} rows from {@code row} on to {@code from[at]} and what follows. */
  public void write(long row, int count, float[] from, int at) {
    for (int done = 0; done < count; ) {
      int n = sharedRows(row + done, count - done);
      System.arraycopy(from, at + done * width, chunkOf(row + done), offset(row + done), n * width);
      done += n;
    }
  }

  /** How many of the {@code count} rows from {@code row} on lie in the same chunk. */
  private int sharedRows(long row, int count) {
    return (int) Math.min(count, chunkRows() - (row & (chunkRows() - 1)));
  }

  /** A copy. */
  @Override
  public Table copy() {
    Table copy = new Table(rows, width);
    copy.copyFrom(this);
    return copy;
  }

  @Override
  public String toString() {
    return "%,d x %d floats".formatted(rows, width);
  }
}
