package dev.inlay.train;

import dev.inlay.engine.Workers;
import dev.inlay.tensor.Table;
import java.util.Arrays;

/**
 * Loops over all of a table, in blocks that workers share out. Blocks don't depend on how many
 * workers there are, and what they sum up is added in their order, so neither do results.
 */
record Tables(Workers workers) {
  /** Floats of a block, about: a block holds whole rows. */
  private static final int BLOCK = 1 << 14;

  /** What is done with one block. */
  interface Loop {
    void run(int chunk, int from, int n);
  }

  /** What a block adds to a sum. */
  interface Summand {
    double of(int chunk, int from, int n);
  }

  /** What a worker does with some of a count of things. */
  interface Work {
    void run(int worker, int from, int n);
  }

  /** What is done with some of a count of things. */
  interface Range {
    void run(int part, int from, int n);
  }

  /** How many rows of a width make a block. */
  static int rowsOfBlock(int width) {
    return Math.max(1, BLOCK / Math.max(1, width));
  }

  /** Shares a count of things out, so many at a time. */
  void ranges(int count, int atOnce, Range range) {
    workers.run(
        Math.ceilDiv(count, atOnce),
        (part, _) -> range.run(part, part * atOnce, Math.min(atOnce, count - part * atOnce)));
  }

  /** Shares a count of things out, so many at a time, to workers that have memory of their own. */
  void byWorker(int count, int atOnce, Work work) {
    workers.run(
        Math.ceilDiv(count, atOnce),
        (part, worker) -> work.run(worker, part * atOnce, Math.min(atOnce, count - part * atOnce)));
  }

  /** How many floats of a chunk are the table's: it may lie over a longer array. */
  private static int length(Table table, int chunk) {
    long before = ((long) chunk << table.chunkShift()) * table.width();
    return (int) Math.min(table.chunk(chunk).length, table.size() - before);
  }

  /** Does something with each block. */
  void each(Table table, Loop loop) {
    int block = table.width() * rowsOfBlock(table.width());
    for (int c = 0; c < table.chunkCount(); c++) {
      int chunk = c;
      ranges(length(table, c), block, (_, from, n) -> loop.run(chunk, from, n));
    }
  }

  /** The sum over all blocks. */
  double sum(Table table, Summand summand) {
    int block = table.width() * rowsOfBlock(table.width());
    double sum = 0;
    for (int c = 0; c < table.chunkCount(); c++) {
      int chunk = c;
      int length = length(table, c);
      double[] sums = new double[Math.ceilDiv(length, block)];
      ranges(length, block, (part, from, n) -> sums[part] = summand.of(chunk, from, n));
      for (double one : sums) {
        sum += one;
      }
    }
    return sum;
  }

  /** Lets two tables that lie in chunks of the same rows change places. */
  void swap(Table x, Table y) {
    each(
        x,
        (chunk, from, n) -> {
          float[] a = x.chunk(chunk);
          float[] b = y.chunk(chunk);
          for (int i = from; i < from + n; i++) {
            float kept = a[i];
            a[i] = b[i];
            b[i] = kept;
          }
        });
  }

  /** Σ x². */
  double squares(Table x) {
    return sum(x, (chunk, from, n) -> squares(x.chunk(chunk), from, n));
  }

  /** Σ x² of a run. */
  static double squares(float[] x, int from, int n) {
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += (double) x[i] * x[i];
    }
    return sum;
  }

  /** {@code x *= factor}. */
  void scale(Table x, float factor) {
    if (factor != 1) {
      each(x, (chunk, from, n) -> scale(x.chunk(chunk), from, n, factor));
    }
  }

  /** {@code x *= factor} in a run. */
  static void scale(float[] x, int from, int n, float factor) {
    for (int i = from; i < from + n; i++) {
      x[i] *= factor;
    }
  }

  /** {@code x = 0}. */
  void clear(Table x) {
    each(x, (chunk, from, n) -> Arrays.fill(x.chunk(chunk), from, from + n, 0));
  }

  /** {@code x} from -limit to limit. */
  void clamp(Table x, float limit) {
    each(x, (chunk, from, n) -> clamp(x.chunk(chunk), from, n, limit));
  }

  /** {@code x} from -limit to limit in a run. */
  static void clamp(float[] x, int from, int n, float limit) {
    for (int i = from; i < from + n; i++) {
      x[i] = Math.clamp(x[i], -limit, limit);
    }
  }

  /** {@code x -= factor y}. */
  void sub(Table x, Table y, float factor) {
    each(
        x,
        (chunk, from, n) ->
            Rule.UPDATES.sgd(x.chunk(chunk), from, y.chunk(chunk), from, n, factor));
  }

  /** {@code x = momentum x + (1 - momentum) y} in a run. */
  static void follow(float[] x, float[] y, int from, int n, float momentum) {
    for (int i = from; i < from + n; i++) {
      x[i] = momentum * x[i] + (1 - momentum) * y[i];
    }
  }
}
