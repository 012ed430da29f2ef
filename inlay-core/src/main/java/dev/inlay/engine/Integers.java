package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Elementwise;
import dev.inlay.graph.Whole;

/** Elementwise steps that read or write integers: plain loops, as ids and classes are few. */
final class Integers {
  private Integers() {}

  /** A function of two integers. */
  @FunctionalInterface
  interface OfTwo {
    /** Gives a double, which holds every integer and every float. */
    double of(int x, int y);

    static OfTwo of(Elementwise op) {
      return switch (op) {
        case Binary f -> (x, y) -> binary(f, x, y);
        case Whole f -> (x, y) -> whole(f, x, y);
        default -> throw new IllegalArgumentException(op.name() + " isn't a function of two");
      };
    }
  }

  private static double binary(Binary f, double x, double y) {
    return switch (f) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> x / y;
      case DIV_NO_NAN -> y == 0 ? 0 : x / y;
      case POW -> Math.pow(x, y);
      case MIN -> Math.min(x, y);
      case MAX -> Math.max(x, y);
      case EQUAL -> x == y ? 1 : 0;
      case LESS -> x < y ? 1 : 0;
      case LESS_OR_EQUAL -> x <= y ? 1 : 0;
      case GREATER -> x > y ? 1 : 0;
      case GREATER_OR_EQUAL -> x >= y ? 1 : 0;
      case AND -> x != 0 && y != 0 ? 1 : 0;
      case OR -> x != 0 || y != 0 ? 1 : 0;
    };
  }

  private static int whole(Whole f, int x, int y) {
    return switch (f) {
      case BIT_AND -> x & y;
      case BIT_OR -> x | y;
      case BIT_XOR -> x ^ y;
      case SHIFT_LEFT -> x << Math.clamp(y, 0, Integer.SIZE - 1);
      case SHIFT_RIGHT -> x >> Math.clamp(y, 0, Integer.SIZE - 1);
      case GCD -> divisor(x, y);
      case FLOOR_DIV -> y == 0 ? 0 : Math.floorDiv(x, y);
      case FLOOR_MOD -> y == 0 ? 0 : Math.floorMod(x, y);
    };
  }

  /** Euclid's. */
  private static int divisor(int x, int y) {
    while (y != 0) {
      int rest = x % y;
      x = y;
      y = rest;
    }
    return Math.abs(x);
  }

  record Zip(OfTwo f, View a, View b, View dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      int[] as = frame.ints(a);
      int[] bs = frame.ints(b);
      Cursor c = frame.cursor;
      if (!c.start(loop, frame, dst, a, b)) {
        return;
      }
      do {
        for (int i = 0; i < c.n; i++) {
          int x = as[c.at[1] + i * loop.inner(1)];
          int y = bs[c.at[2] + i * loop.inner(2)];
          double result = f.of(x, y);
          if (dst.buffer().ints) {
            frame.ints(dst)[c.at[0] + i] = (int) (long) result;
          } else {
            frame.floats(dst)[c.at[0] + i] = (float) result;
          }
        }
      } while (c.next());
    }
  }

  record Choose(View mask, View a, View b, View dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      float[] masks = frame.floats(mask);
      int[] as = frame.ints(a);
      int[] bs = frame.ints(b);
      int[] to = frame.ints(dst);
      Cursor c = frame.cursor;
      if (!c.start(loop, frame, dst, mask, a, b)) {
        return;
      }
      do {
        for (int i = 0; i < c.n; i++) {
          boolean first = masks[c.at[1] + i * loop.inner(1)] != 0;
          to[c.at[0] + i] =
              first ? as[c.at[2] + i * loop.inner(2)] : bs[c.at[3] + i * loop.inner(3)];
        }
      } while (c.next());
    }
  }

  /** Floats to integers, cut toward zero. */
  record Cut(View x, View dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      float[] xs = frame.floats(x);
      int[] to = frame.ints(dst);
      Cursor c = frame.cursor;
      if (c.start(loop, frame, dst, x)) {
        do {
          for (int i = 0; i < c.n; i++) {
            to[c.at[0] + i] = (int) (long) xs[c.at[1] + i];
          }
        } while (c.next());
      }
    }
  }

  /** Integers to floats. */
  record Widen(View x, View dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      int[] xs = frame.ints(x);
      float[] to = frame.floats(dst);
      Cursor c = frame.cursor;
      if (c.start(loop, frame, dst, x)) {
        do {
          for (int i = 0; i < c.n; i++) {
            to[c.at[0] + i] = xs[c.at[1] + i];
          }
        } while (c.next());
      }
    }
  }
}
