package dev.inlay.engine;

import static dev.inlay.kernel.MatMul.SMALL;

import dev.inlay.graph.Contraction.MatMul;
import dev.inlay.graph.Node;
import dev.inlay.kernel.Right;
import dev.inlay.tensor.DType;
import java.util.Arrays;

/** Steps for matrix products. */
final class Contractions {
  private Contractions() {}

  static void lower(Lowering l, Node node, MatMul op) {
    Node a = node.input(0);
    Node b = node.input(1);
    boolean transposeA = op.transposeA() != l.readers.isFolded(a);
    boolean transposeB = op.transposeB() != l.readers.isFolded(b);
    if (l.form(b).rank() == 2 && (l.form(a).rank() == 2 || !transposeA)) {
      a = l.readers.isFolded(a) ? a.input(0) : a;
      b = l.readers.isFolded(b) ? b.input(0) : b;
      if (b.dtype() == DType.INT8) {
        View x = l.in(a, l.form(a).last());
        View y = l.in(b, l.form(b).last());
        View c = cut(l.out(node), l.form(node).last());
        l.emit(
            2.0 * l.form(a).size() * l.form(node).last(),
            new Widenings.Product(transposeB, x, y, c));
        return;
      }
      one(l, node, new MatMul(transposeA, transposeB), a, b);
    } else {
      many(l, node, op);
    }
  }

  /** All rows of A against one matrix. */
  private static void one(Lowering l, Node node, MatMul op, Node left, Node right) {
    View x = l.in(left, l.form(left).last());
    View y = l.in(right, l.form(right).last());
    View c = cut(l.partial(node), l.form(node).last());
    One product = new One(op, x, y, c);
    Step step = product;
    if (l.isForShards()
        && !op.transposeA()
        && !l.form(right).rows()
        && l.form(right).size() > SMALL) {
      int place = l.right(l.form(right).size());
      l.emitBeforeShards(new Lay(op.transposeB(), y, place));
      step = new Laid(product, place);
    }
    l.emit(2.0 * l.form(left).size() * l.form(node).last(), step);
  }

  private static View cut(View view, int width) {
    View cut = view.cut(width);
    if (cut == null) {
      throw new IllegalStateException(view + " can't be cut to " + width);
    }
    return cut;
  }

  /** Matrices against matrices, those of one side repeated where there are fewer. */
  private static void many(Lowering l, Node node, MatMul op) {
    Matrices a = Matrices.read(l, node.input(0));
    Matrices b = Matrices.read(l, node.input(1));
    Matrices c = Matrices.written(l, node);
    Form form = l.form(node);
    Form batch =
        new Form(form.rows() && form.rank() > 2, Arrays.copyOf(form.dims(), form.rank() - 2));
    double cost = 2.0 * form.size() * (op.transposeA() ? a.rows(1) : a.columns());
    if (c.turned) {
      // Columns of the product lie together: they are rows of the transposed product.
      MatMul other = new MatMul(!op.transposeB(), !op.transposeA());
      Loop loop = Loop.of(batch, c.along(batch), b.along(batch), a.along(batch));
      l.emit(cost, new Many(other, b, a, c, loop));
    } else {
      Loop loop = Loop.of(batch, c.along(batch), a.along(batch), b.along(batch));
      l.emit(cost, new Many(op, a, b, c, loop));
    }
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

  /** Lays a right matrix out once for all shards, if there are several. */
  private record Lay(boolean transposed, View b, int place) implements Step {
    @Override
    public void run(Frame frame) {
      if (frame.isOneShard()) {
        return;
      }
      int n = transposed ? frame.pieces(b) : b.width();
      int k = transposed ? b.width() : frame.pieces(b);
      Right right = frame.memory.right(place);
      frame.kernels.matMul().lay(transposed, n, k, frame.floats(b), frame.at(b), b.stride(), right);
    }
  }

  /** A product with a right matrix that is laid out if there are several shards. */
  private record Laid(One product, int place) implements Step {
    @Override
    public void run(Frame frame) {
      if (frame.isOneShard()) {
        product.run(frame);
        return;
      }
      View a = product.a;
      View c = product.c;
      frame
          .kernels
          .matMul()
          .multiply(
              frame.pieces(a),
              frame.floats(a),
              frame.at(a),
              a.stride(),
              frame.memory.right(place),
              frame.floats(c),
              frame.at(c),
              c.stride(),
              false,
              frame.scratch);
    }
  }

  private record Many(MatMul op, Matrices a, Matrices b, Matrices dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      float[] as = frame.floats(a.view);
      float[] bs = frame.floats(b.view);
      float[] to = frame.floats(dst.view);
      int rowsA = a.rows(frame.rows);
      int rowsB = b.rows(frame.rows);
      int m = op.transposeA() ? a.columns() : rowsA;
      int k = op.transposeA() ? rowsA : a.columns();
      int n = op.transposeB() ? rowsB : b.columns();
      Cursor c = frame.cursor;
      c.at[0] = frame.at(dst.view);
      c.at[1] = frame.at(a.view);
      c.at[2] = frame.at(b.view);
      if (!c.start(loop, frame.rows)) {
        return;
      }
      do {
        for (int i = 0; i < c.n; i++) {
          frame
              .kernels
              .matMul()
              .multiply(
                  op.transposeA() != a.turned,
                  op.transposeB() != b.turned,
                  m,
                  n,
                  k,
                  as,
                  c.at[1] + i * loop.inner(1),
                  a.stride,
                  bs,
                  c.at[2] + i * loop.inner(2),
                  b.stride,
                  to,
                  c.at[0] + i * loop.inner(0),
                  dst.stride,
                  false,
                  frame.scratch);
        }
      } while (c.next());
    }
  }
}
