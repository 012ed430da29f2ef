package dev.inlay.engine;

import org.jspecify.annotations.Nullable;

/**
 * A piece of memory that holds a value while it is needed. Which array and where is known once all
 * steps are: {@link Layout} says.
 */
final class Buffer {
  /** Who owns the memory. */
  enum Home {
    /** A worker, for one shard at a time: values that nobody outside the shard reads. */
    ARENA,
    /** The run: values of the whole batch, or of no batch. */
    STORE,
    /** The run, once for each shard: sums over the shard's rows, while they are written. */
    PARTIAL,
    /** The same sums once they are added up. */
    SUMMED,
    /** Who called: the values of an input. */
    INPUT,
    /** A variable or a constant. */
    FIXED
  }

  final Home home;
  final boolean ints;

  /** Whether {@link #size} counts for each row of the batch. */
  final boolean rows;

  /** Elements for each row of the batch, or in all. */
  final int size;

  /** Which of the run's arrays, inputs or levels of sums. */
  int index;

  /** Where in its array: for {@link Home#ARENA} in units of the shard's rows. */
  int offset;

  /** The array of a {@link Home#FIXED} one; the partial sums of a {@link Home#SUMMED} one. */
  final @Nullable Object source;

  /** The first and the last step that use it. */
  int from = Integer.MAX_VALUE;

  int to = -1;

  Buffer(Home home, boolean ints, boolean rows, int size, @Nullable Object source) {
    this.home = home;
    this.ints = ints;
    this.rows = rows;
    this.size = size;
    this.source = source;
  }

  void usedBy(int step) {
    from = Math.min(from, step);
    to = Math.max(to, step);
  }
}
