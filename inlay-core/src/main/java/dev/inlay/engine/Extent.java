package dev.inlay.engine;

/**
 * An axis of a form with all before it joined and all after it joined: {@code outer x length x
 * inner} elements.
 */
record Extent(boolean rows, int axis, int outer, int length, int inner) {
  static Extent of(Form form, int axis) {
    int a = form.axis(axis);
    return new Extent(
        form.rows(), a, form.size(0, a), form.dims()[a], form.size(a + 1, form.rank()));
  }

  /** How many times the axis stands side by side, for so many rows. */
  int outer(int batch) {
    return rows && axis > 0 ? outer * batch : outer;
  }

  /** The axis' length, for so many rows. */
  int length(int batch) {
    return rows && axis == 0 ? length * batch : length;
  }
}
