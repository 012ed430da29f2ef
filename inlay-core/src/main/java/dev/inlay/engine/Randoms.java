package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Random;
import dev.inlay.tensor.CounterRandom;

/** Steps that draw random numbers. */
final class Randoms {
  private static final double COST = 10;

  private Randoms() {}

  static void lower(Lowering l, Node node, Random op) {
    View dst = l.out(node);
    l.emit(COST * dst.size(), new Drawing(op, dst));
  }

  private record Drawing(Random op, View dst) implements Step {
    @Override
    public void run(Frame frame) {
      long seed = CounterRandom.seed(frame.memory.key(), op.stream());
      float[] to = frame.floats(dst);
      int at = frame.at(dst);
      long first = dst.rows() ? (frame.before + frame.row) * dst.size() : 0;
      int n = frame.size(dst);
      switch (op.distribution()) {
        case UNIFORM -> {
          for (int i = 0; i < n; i++) {
            to[at + i] = CounterRandom.uniform(seed, first + i);
          }
        }
        case NORMAL -> {
          for (int i = 0; i < n; i++) {
            to[at + i] = CounterRandom.normal(seed, first + i);
          }
        }
      }
    }
  }
}
