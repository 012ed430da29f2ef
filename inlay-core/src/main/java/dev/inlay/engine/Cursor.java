package dev.inlay.engine;

/** A place in a {@link Loop}: one for each thread, used again and again. */
final class Cursor {
  private static final int DEPTH = 16;
  private static final int OPERANDS = 4;

  /** The operands' present offsets. */
  final int[] at = new int[OPERANDS];

  /** The length of the innermost axis. */
  int n;

  private final int[] lengths = new int[DEPTH];
  private final int[] counts = new int[DEPTH];
  private Loop loop = Loop.of(new Form(false, new int[0]));

  /** Goes to the start; {@link #at} must hold the operands' first offsets. Says if there is any. */
  boolean start(Loop loop, int batch) {
    this.loop = loop;
    boolean some = true;
    for (int i = 0; i < loop.depth(); i++) {
      lengths[i] = loop.length(i, batch);
      counts[i] = 0;
      some &= lengths[i] > 0;
    }
    n = lengths[loop.depth() - 1];
    return some;
  }

  /** Goes to the start of a result and of what it is made of. Says if there is any. */
  boolean start(Loop loop, Frame frame, View to, View x) {
    at[0] = frame.at(to);
    at[1] = frame.at(x);
    return start(loop, frame.rows);
  }

  boolean start(Loop loop, Frame frame, View to, View a, View b) {
    at[2] = frame.at(b);
    return start(loop, frame, to, a);
  }

  boolean start(Loop loop, Frame frame, View to, View a, View b, View c) {
    at[3] = frame.at(c);
    return start(loop, frame, to, a, b);
  }

  /** Goes to the next run of the innermost axis; says if there is one. */
  boolean next() {
    for (int axis = loop.depth() - 2; axis >= 0; axis--) {
      counts[axis]++;
      boolean back = counts[axis] == lengths[axis];
      for (int o = 0; o < loop.strides.length; o++) {
        int stride = loop.strides[o][axis];
        at[o] += back ? stride * (1 - lengths[axis]) : stride;
      }
      if (!back) {
        return true;
      }
      counts[axis] = 0;
    }
    return false;
  }
}
