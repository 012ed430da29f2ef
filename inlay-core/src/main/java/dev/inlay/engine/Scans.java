package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Scan;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps for loops: a worker takes its rows through all steps of time. The body is compiled like any
 * program, and run in memory of the worker's own.
 */
final class Scans {
  private Scans() {}

  static void lower(Lowering l, Node node, Scan op) {
    int time = l.form(node).dims()[1];
    Bound body = body(l, node, op);
    List<In> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Node input = node.input(i);
      Form form = l.form(input);
      Role role = role(op, i);
      int first = role == Role.SEQUENCE ? 2 : role == Role.SHARED ? 0 : 1;
      int size = form.size(first, form.rank());
      View view = role == Role.SEQUENCE ? l.in(input, size) : l.in(input, 0);
      inputs.add(new In(role, view, size, input.dtype() == DType.INT32));
    }
    int[] sizes = new int[op.body().outputs().size()];
    Arrays.setAll(sizes, op::size);
    int width = l.form(node).last();
    View out = l.out(node);
    double cost = (body.flopsPerRow() + 4.0 * width) * time * l.form(node).dims()[0];
    int number = l.body(body);
    l.emit(cost, new Steps(op, time, body, number, inputs.toArray(In[]::new), sizes, width, out));
  }

  private static Role role(Scan op, int input) {
    if (input < op.states()) {
      return Role.STATE;
    }
    int sequences = op.states() + op.sequences();
    return input < sequences
        ? Role.SEQUENCE
        : input < sequences + op.rows() ? Role.ROWS : Role.SHARED;
  }

  /** The body for lengths that are known but the batch's. */
  private static Bound body(Lowering l, Node node, Scan op) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Shape shape = Shape.of(l.form(node.input(i)).dims());
      shapes.add(
          switch (role(op, i)) {
            case STATE, ROWS -> shape.withDim(0, Shape.UNKNOWN);
            case SEQUENCE -> shape.without(1).withDim(0, Shape.UNKNOWN);
            case SHARED -> shape;
          });
    }
    Forms forms = Forms.forAnyBatch(op.body(), shapes);
    if (forms == null) {
      throw new IllegalArgumentException(
          "the body of %s, of inputs %s, fits certain sizes of a batch only"
              .formatted(node, shapes));
    }
    return new Bound(op.body(), shapes, forms, 0, Sharding.USUAL);
  }

  /** What an input is to a loop. */
  private enum Role {
    STATE,
    SEQUENCE,
    ROWS,
    SHARED
  }

  /**
   * An input.
   *
   * @param size how many numbers of it a row sees in a step, or all rows together
   */
  private record In(Role role, View view, int size, boolean ints) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Steps(
      Scan op, int time, Bound bound, int number, In[] inputs, int[] sizes, int width, View out)
      implements Step {
    @Override
    public void run(Frame f) {
      int rows = out.size() == 0 ? 0 : f.size(out) / (time * width);
      if (rows == 0) {
        return;
      }
      Body body = f.body(number, bound);
      body.begin(rows, f.before + (out.rows() ? (long) f.row * (rows / f.rows) : 0));
      for (int i = 0; i < inputs.length; i++) {
        In in = inputs[i];
        switch (in.role) {
          case ROWS, SHARED -> body.place(i, f.array(in.view), f.at(in.view));
          case STATE -> {
            Object room = body.room(i, in.ints, rows * in.size);
            System.arraycopy(f.array(in.view), f.at(in.view), room, 0, rows * in.size);
          }
          case SEQUENCE -> {
            // Read step by step.
          }
        }
      }
      for (int i = 0; i < time; i++) {
        step(f, body, rows, i, op.reverse() ? time - 1 - i : i);
      }
    }

    private void step(Frame f, Body body, int rows, int i, int t) {
      float[] to = f.floats(out);
      for (int input = 0; input < inputs.length; input++) {
        if (inputs[input].role == Role.SEQUENCE) {
          read(f, body, input, rows, t);
        }
      }
      if (i > 0) {
        int before = f.at(out) + (op.reverse() ? t + 1 : t - 1) * width;
        for (int state = 0; state < op.states(); state++) {
          Object room = body.room(state, false, rows * sizes[state]);
          copy(rows, to, before, time * width, room, 0, sizes[state], sizes[state]);
          before += sizes[state];
        }
      }
      body.run(op.key(f.memory.key(), t));
      int at = f.at(out) + t * width;
      for (int o = 0; o < sizes.length; o++) {
        copy(rows, body.output(o), body.outputStart(o), sizes[o], to, at, time * width, sizes[o]);
        at += sizes[o];
      }
    }

    private void read(Frame f, Body body, int input, int rows, int t) {
      In in = inputs[input];
      Object room = body.room(input, in.ints, rows * in.size);
      int stride = in.view.stride();
      int at = f.at(in.view) + t * stride;
      copy(rows, f.array(in.view), at, time * stride, room, 0, in.size, in.size);
    }

    private static void copy(
        int rows, Object from, int at, int stride, Object to, int toAt, int toStride, int size) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(from, at + r * stride, to, toAt + r * toStride, size);
      }
    }
  }
}
