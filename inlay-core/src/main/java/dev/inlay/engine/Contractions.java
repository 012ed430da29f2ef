package dev.inlay.engine;

import dev.inlay.graph.Contraction.MatMul;
import dev.inlay.graph.Node;
import java.util.Arrays;

/** Steps for matrix products. */
final class Contractions {
  private Contractions() {}

  static void lower(Lowering l, Node node, MatMul op) {
    Node a = node.input(0);
    Node b = node.input(1);
    boolean transposeA = op.transposeA() != l.readers.isFolded(a);
    boolean transposeB = op.transposeB() != l.readers.isFolded(b);
    a = l.readers.isFolded(a) ? a.input(0) : a;
    b = l.readers.isFolded(b) ? b.input(0) : b;
    MatMul product = new MatMul(transposeA, transposeB);
    if (l.form(b).rank() == 2 && (l.form(a).rank() == 2 || !transposeA)) {
      one(l, node, product, a, b);
    } else {
      many(l, node, product, a, b);
    }
  }

  /** All rows of A against one matrix. */
  private static void one(Lowering l, Node node, MatMul op, Node left, Node right) {
    View x = l.in(left, l.form(left).last());
    View y = l.in(right, l.form(right).last());
    View c = cut(l.partial(node), l.form(node).last());
    l.emit(2.0 * l.form(left).size() * l.form(node).last(), new One(op, x, y, c));
  }

  private static View cut(View view, int width) {
    View cut = view.cut(width);
    if (cut == null) {
      throw new IllegalStateException(view + " can't be cut to " + width);
    }
    return cut;
  }

  /** Matrices against matrices, those of one side repeated where there are fewer. */
  private static void many(Lowering l, Node node, MatMul op, Node left, Node right) {
    Form a = l.form(left);
    Form b = l.form(right);
    View x = l.in(left, 0);
    View y = l.in(right, 0);
    View dst = l.out(node);
    Form c = l.form(node);
    Form batch = new Form(c.rows() && c.rank() > 2, Arrays.copyOf(c.dims(), c.rank() - 2));
    Loop loop =
        Loop.of(
            batch,
            matrices(c, c.rank() - 2, batch),
            matrices(a, a.rank() - 2, batch),
            matrices(b, b.rank() - 2, batch));
    double cost =
        2.0 * c.size() * (op.transposeA() ? a.dims()[a.rank() - 2] : a.dims()[a.rank() - 1]);
    l.emit(cost, new Many(op, x, y, dst, loop, Extent.of(a, -2), Extent.of(b, -2)));
  }

  /** The distances between a packed value's matrices along the batch axes of the result. */
  private static int[] matrices(Form form, int axes, Form batch) {
    int[] strides = new int[axes];
    int inside = form.size(axes, form.rank());
    for (int i = axes - 1; i >= 0; i--) {
      strides[i] = inside;
      inside *= form.dims()[i];
    }
    Form own = new Form(form.rows() && axes > 0, Arrays.copyOf(form.dims(), axes));
    return Loop.repeated(own, strides, batch);
  }

  private record One(MatMul op, View a, View b, View c) implements Step {
    @Override
    public void run(Frame frame) {
      int m = op.transposeA() ? a.width() : frame.pieces(a);
      int k = op.transposeA() ? frame.pieces(a) : a.width();
      int n = op.transposeB() ? frame.pieces(b) : b.width();
      frame
          .kernels
          .matMul()
          .multiply(
              op.transposeA(),
              op.transposeB(),
              m,
              n,
              k,
              frame.floats(a),
              frame.at(a),
              a.stride(),
              frame.floats(b),
              frame.at(b),
              b.stride(),
              frame.floats(c),
              frame.at(c),
              c.stride(),
              false,
              frame.scratch);
    }
  }

  private record Many(MatMul op, View a, View b, View dst, Loop loop, Extent ea, Extent eb)
      implements Step {
    @Override
    public void run(Frame frame) {
      float[] as = frame.floats(a);
      float[] bs = frame.floats(b);
      float[] to = frame.floats(dst);
      int rowsA = ea.length(frame.rows);
      int rowsB = eb.length(frame.rows);
      int m = op.transposeA() ? ea.inner() : rowsA;
      int k = op.transposeA() ? rowsA : ea.inner();
      int n = op.transposeB() ? rowsB : eb.inner();
      Cursor c = frame.cursor;
      c.at[0] = frame.at(dst);
      c.at[1] = frame.at(a);
      c.at[2] = frame.at(b);
      if (!c.start(loop, frame.rows)) {
        return;
      }
      do {
        for (int i = 0; i < c.n; i++) {
          frame
              .kernels
              .matMul()
              .multiply(
                  op.transposeA(),
                  op.transposeB(),
                  m,
                  n,
                  k,
                  as,
                  c.at[1] + i * loop.inner(1),
                  ea.inner(),
                  bs,
                  c.at[2] + i * loop.inner(2),
                  eb.inner(),
                  to,
                  c.at[0] + i * loop.inner(0),
                  n,
                  false,
                  frame.scratch);
        }
      } while (c.next());
    }
  }
}
