package dev.inlay.engine;

import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Steps that move elements, of either type. */
final class Movements {
  private Movements() {}

  static void lower(Lowering l, Node node, Movement op) {
    switch (op) {
      case Movement.Transpose(var perm) -> {
        Form from = l.form(node.input(0));
        View x = l.inAxes(node.input(0));
        View dst = l.out(node);
        int[] strides = x.strides(from);
        int[] moved = perm.stream().mapToInt(axis -> strides[axis]).toArray();
        Form form = l.form(node);
        Loop loop = Loop.unrepeated(form, dst.strides(form), moved);
        l.emit(form.size(), new Copying(x, dst, loop));
      }
      case Movement.Concat c -> concat(l, node, c);
      case Movement.Slice s -> {
        View x = l.in(node.input(0), 0);
        View dst = l.out(node);
        l.emit(dst.size(), new Cutting(s, x, dst, Extent.of(l.form(node.input(0)), 0)));
      }
      case Movement.SliceGrad s -> {
        View x = l.in(node.input(0), 0);
        View dst = l.out(node);
        Extent part = Extent.of(l.form(node.input(0)), s.axis());
        Extent all = Extent.of(l.form(node), s.axis());
        l.emit(dst.size(), new Laying(x, dst, part, all, s.from()));
      }
      case Movement.Pad p -> {
        View x = l.in(node.input(0), 0);
        View dst = l.out(node);
        Extent part = Extent.of(l.form(node.input(0)), p.axis());
        Extent all = Extent.of(l.form(node), p.axis());
        l.emit(dst.size(), new Laying(x, dst, part, all, p.before()));
      }
      case Movement.Reverse r -> {
        View x = l.in(node.input(0), 0);
        View dst = l.out(node);
        l.emit(dst.size(), new Reversing(x, dst, Extent.of(l.form(node), r.axis())));
      }
      case Movement.Reshape _, Movement.ReshapeLike _ ->
          throw new IllegalStateException("an alias");
    }
  }

  /** A packed copy of a node's value. */
  static View pack(Lowering l, Node node, View view) {
    Form form = l.form(node);
    View x = l.in(node);
    boolean ints = node.dtype() == DType.INT32;
    View dst = l.copy(ints, form.rows(), form.size(), l.analysis.isKept(node));
    Loop loop = Loop.unrepeated(form, dst.strides(form), view.strides(form));
    l.emit(form.size(), new Copying(x, dst, loop));
    return dst;
  }

  /** A packed copy of a node's value, repeated to another form. */
  static View repeat(Lowering l, Node node, Form to) {
    return l.aside(
        () -> {
          View x = l.inAxes(node);
          View dst = l.copy(false, to.rows(), to.size(), false);
          int[] strides = Loop.repeated(l.form(node), x.strides(l.form(node)), to);
          l.emit(to.size(), new Copying(x, dst, Loop.unrepeated(to, dst.strides(to), strides)));
          return dst;
        });
  }

  private static void concat(Lowering l, Node node, Movement.Concat op) {
    Form form = l.form(node);
    int axis = form.axis(op.axis());
    if (l.analysis.kind(node) == Kind.WHOLE) {
      List<View> xs = new ArrayList<>();
      List<Extent> extents = new ArrayList<>();
      for (Node input : node.inputs()) {
        xs.add(l.in(input, 0));
        extents.add(Extent.of(l.form(input), axis));
      }
      View dst = l.out(node);
      l.emit(dst.size(), new Joining(xs, extents, dst, Extent.of(form, axis)));
      return;
    }
    int from = 0;
    for (Node input : node.inputs()) {
      int width = l.form(input).size(axis, form.rank());
      View whole = l.out(node);
      View pieces = whole.cut(form.size(axis, form.rank()));
      if (pieces == null) {
        throw new IllegalStateException(node + " lies apart");
      }
      View part = pieces.part(from, width);
      if (!part.equals(l.result(input))) {
        Form inputForm = l.form(input);
        View x = l.inAxes(input);
        Loop loop = Loop.unrepeated(inputForm, part.strides(inputForm), x.strides(inputForm));
        l.emit(inputForm.size(), new Copying(x, part, loop));
      }
      from += width;
    }
  }

  private record Copying(View x, View dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      Object xs = frame.array(x);
      Object to = frame.array(dst);
      Cursor c = frame.cursor;
      if (c.start(loop, frame, dst, x)) {
        do {
          System.arraycopy(xs, c.at[1], to, c.at[0], c.n);
        } while (c.next());
      }
    }
  }

  /** A part of the first axis. */
  private record Cutting(Movement.Slice op, View x, View dst, Extent extent) implements Step {
    @Override
    public void run(Frame frame) {
      int start = op.start(extent.length(frame.rows)) * extent.inner();
      System.arraycopy(
          frame.array(x), frame.at(x) + start, frame.array(dst), frame.at(dst), frame.size(dst));
    }
  }

  /** Zeros with a value laid into an axis from a place on, which may count from the axis' end. */
  private record Laying(View x, View dst, Extent part, Extent all, int from) implements Step {
    @Override
    public void run(Frame frame) {
      Object xs = frame.array(x);
      Object to = frame.array(dst);
      int first = frame.at(dst);
      switch (to) {
        case float[] floats -> Arrays.fill(floats, first, first + frame.size(dst), 0);
        case int[] ints -> Arrays.fill(ints, first, first + frame.size(dst), 0);
        default -> throw new IllegalStateException("neither floats nor integers");
      }
      int length = all.length(frame.rows);
      int start = from < 0 ? length + from : from;
      int n = part.length(frame.rows) * part.inner();
      for (int o = 0; o < all.outer(frame.rows); o++) {
        int at = first + (o * length + start) * all.inner();
        System.arraycopy(xs, frame.at(x) + o * n, to, at, n);
      }
    }
  }

  private record Reversing(View x, View dst, Extent extent) implements Step {
    @Override
    public void run(Frame frame) {
      Object xs = frame.array(x);
      Object to = frame.array(dst);
      int length = extent.length(frame.rows);
      int inner = extent.inner();
      for (int o = 0; o < extent.outer(frame.rows); o++) {
        for (int i = 0; i < length; i++) {
          int from = frame.at(x) + (o * length + i) * inner;
          int at = frame.at(dst) + (o * length + length - 1 - i) * inner;
          System.arraycopy(xs, from, to, at, inner);
        }
      }
    }
  }

  private record Joining(List<View> xs, List<Extent> extents, View dst, Extent all)
      implements Step {
    @Override
    public void run(Frame frame) {
      Object to = frame.array(dst);
      int at = frame.at(dst);
      for (int o = 0; o < all.outer(frame.rows); o++) {
        for (int i = 0; i < xs.size(); i++) {
          View x = xs.get(i);
          int n = extents.get(i).length(frame.rows) * all.inner();
          System.arraycopy(frame.array(x), frame.at(x) + o * n, to, at, n);
          at += n;
        }
      }
    }
  }
}
