package dev.inlay.data;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a batch, not copied yet: those that {@code index} names at places {@code from} to
 * {@code to}, or, without an index, the rows {@code from} to {@code to} themselves.
 *
 * @param lasting whether the batch is there before and after a walk
 */
record Slice(Batch base, int @Nullable [] index, int from, int to, boolean lasting) {
  static Slice of(Batch batch) {
    return new Slice(batch, null, 0, batch.rows(), false);
  }

  /** The rows of a batch that stays in memory. */
  static Slice ofLasting(Batch batch) {
    return new Slice(batch, null, 0, batch.rows(), true);
  }

  /** The same rows of what has become of the base. */
  Slice withBase(Batch other) {
    return new Slice(other, index, from, to, lasting);
  }

  int rows() {
    return to - from;
  }

  /** Which row of the base stands at a place of this slice. */
  int row(int place) {
    return index == null ? from + place : index[from + place];
  }

  /** The places {@code first} (inclusive) to {@code end} (exclusive) of this slice. */
  Slice part(int first, int end) {
    return new Slice(base, index, from + first, from + end, lasting);
  }

  /** The rows at the given places of this slice. */
  Slice pick(int[] places) {
    int[] rows = new int[places.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(places[i]);
    }
    return new Slice(base, rows, 0, rows.length, lasting);
  }

  /** The rows themselves: copied, unless they are all of the base. */
  Batch toBatch() {
    if (index != null) {
      return base.take(Arrays.copyOfRange(index, from, to));
    }
    return rows() == base.rows() ? base : base.rows(from, to);
  }

  /** The rows of all slices: of one, not copied yet. */
  static Slice concat(List<Slice> slices) {
    return slices.size() == 1
        ? slices.getFirst()
        : of(Batch.concat(slices.stream().map(Slice::toBatch).toList()));
  }
}
