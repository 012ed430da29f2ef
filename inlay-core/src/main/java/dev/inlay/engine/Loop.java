package dev.inlay.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Nested loops over several operands at once, each with its own strides; an operand that is
 * repeated along an axis has stride 0 there. Axes that lie together for all are joined, so that
 * most loops are one or two deep. The innermost axis is left to a kernel.
 */
final class Loop {
  /** Whether {@code dims[0]} counts for each row of the batch. */
  final boolean rows;

  final int[] dims;

  /** For each operand, the distance along each axis. */
  final int[][] strides;

  private Loop(boolean rows, int[] dims, int[][] strides) {
    this.rows = rows;
    this.dims = dims;
    this.strides = strides;
  }

  /** Loops over a form whose kernel takes an operand with stride 0 or 1. */
  static Loop of(Form form, int[]... strides) {
    return of(form, true, strides);
  }

  /** Loops over a form whose kernel takes only operands with stride 1. */
  static Loop unrepeated(Form form, int[]... strides) {
    return of(form, false, strides);
  }

  private static Loop of(Form form, boolean repeats, int[]... strides) {
    List<int[]> axes = new ArrayList<>(); // length, then the operands' strides
    for (int i = 0; i < form.rank(); i++) {
      int[] axis = new int[strides.length + 1];
      axis[0] = form.dims()[i];
      for (int o = 0; o < strides.length; o++) {
        axis[o + 1] = strides[o][i];
      }
      boolean batch = form.rows() && i == 0;
      if (axis[0] == 1 && !batch) {
        continue;
      }
      if (!axes.isEmpty() && joins(axes.getLast(), axis)) {
        axis[0] *= axes.removeLast()[0];
      }
      axes.add(axis);
    }
    boolean direct = !axes.isEmpty();
    for (int o = 1; direct && o <= strides.length; o++) {
      int stride = axes.getLast()[o];
      direct = stride == 1 || (repeats && stride == 0);
    }
    if (!direct) {
      int[] one = new int[strides.length + 1];
      java.util.Arrays.fill(one, 1);
      axes.add(one);
    }
    int[] dims = axes.stream().mapToInt(a -> a[0]).toArray();
    int[][] joined = new int[strides.length][];
    for (int o = 0; o < strides.length; o++) {
      int operand = o + 1;
      joined[o] = axes.stream().mapToInt(a -> a[operand]).toArray();
    }
    return new Loop(form.rows(), dims, joined);
  }

  private static boolean joins(int[] outer, int[] inner) {
    for (int o = 1; o < inner.length; o++) {
      if (outer[o] != inner[o] * inner[0]) {
        return false;
      }
    }
    return true;
  }

  /** The strides of an operand of one shape that is repeated to another. */
  static int[] repeated(Form operand, int[] strides, Form to) {
    int[] out = new int[to.rank()];
    int lead = to.rank() - operand.rank();
    for (int i = 0; i < operand.rank(); i++) {
      boolean batch = operand.rows() && i == 0;
      out[lead + i] =
          operand.dims()[i] == 1
                  && !batch
                  && (to.dims()[lead + i] != 1 || (to.rows() && lead + i == 0))
              ? 0
              : strides[i];
    }
    return out;
  }

  int depth() {
    return dims.length;
  }

  /** An operand's stride along the innermost axis: 0 or 1. */
  int inner(int operand) {
    return strides[operand][dims.length - 1];
  }

  /** The length of an axis for so many rows. */
  int length(int axis, int batch) {
    return axis == 0 && rows ? dims[0] * batch : dims[axis];
  }
}
