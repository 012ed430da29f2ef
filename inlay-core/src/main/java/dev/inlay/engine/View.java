package dev.inlay.engine;

import org.jspecify.annotations.Nullable;

/**
 * A value's place in a buffer: {@code outer} pieces of {@code width} elements, {@code stride}
 * apart, the first of them at {@code offset}.
 *
 * @param rows whether outer counts for each row of the batch
 */
record View(Buffer buffer, boolean rows, int offset, int outer, int width, int stride) {
  /** A buffer as it is. */
  static View of(Buffer buffer) {
    return new View(buffer, buffer.rows, 0, 1, buffer.size, buffer.size);
  }

  boolean isPacked() {
    return stride == width || (outer == 1 && !rows);
  }

  /** Elements for each row of the batch, or in all. */
  int size() {
    return outer * width;
  }

  /** The same elements cut into pieces of another width, or null if they don't lie so. */
  @Nullable View cut(int newWidth) {
    if (newWidth == width) {
      return this;
    }
    int newOuter = newWidth == 0 ? 0 : size() / newWidth;
    if (isPacked()) {
      return new View(buffer, rows, offset, newOuter, newWidth, newWidth);
    }
    return null;
  }

  /** The part of each piece from {@code from}, {@code length} long. */
  View part(int from, int length) {
    return new View(buffer, rows, offset + from, outer, length, stride);
  }

  /** This and another that begins where this ends, or null if there is a gap. */
  @Nullable View joined(View next) {
    if (next.buffer != buffer || next.rows != rows) {
      return null;
    }
    if (!rows && isPacked() && next.isPacked()) {
      int size = size() + next.size();
      return next.offset == offset + size() ? new View(buffer, false, offset, 1, size, size) : null;
    }
    boolean sameGaps = next.outer == outer && next.stride == stride && width + next.width <= stride;
    return sameGaps && next.offset == offset + width
        ? new View(buffer, rows, offset, outer, width + next.width, stride)
        : null;
  }

  /**
   * The distance from one element to the next along each axis of a form of this size.
   *
   * @throws IllegalStateException if the pieces' edges cut an axis
   */
  int[] strides(Form form) {
    if (!suits(form)) {
      throw new IllegalStateException(this + " has no strides over " + form);
    }
    int[] dims = form.dims();
    int[] strides = new int[dims.length];
    int inside = 1;
    for (int i = dims.length - 1; i >= 0 && width > 0; i--) {
      strides[i] = isPacked() || inside < width ? inside : inside / width * stride;
      inside *= dims[i];
    }
    return strides;
  }

  /** Whether {@link #strides} can tell. */
  boolean suits(Form form) {
    if (isPacked() || width == 0) {
      return true;
    }
    // The axis of the batch goes on from piece to piece.
    int first = form.rows() ? 1 : 0;
    int inside = 1;
    for (int i = form.rank() - 1; i >= first && inside < width; i--) {
      inside *= form.dims()[i];
    }
    return inside == width;
  }
}
