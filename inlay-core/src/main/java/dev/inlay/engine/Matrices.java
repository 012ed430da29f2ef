package dev.inlay.engine;

import dev.inlay.graph.Movement.Transpose;
import dev.inlay.graph.Node;
import java.util.Arrays;
import java.util.List;

/**
 * Where the matrices of many products lie, along the last two axes of a value. Axes may stand in
 * another order than in memory: products read and write them as they lie, so that no transposed
 * copy is made.
 */
final class Matrices {
  final View view;

  /** Whether columns lie together instead of rows. */
  final boolean turned;

  /** From one row to the next, or one column if turned. */
  final int stride;

  private final Form form;
  private final int[] strides;

  private Matrices(View view, Form form, int[] strides) {
    int rank = form.rank();
    this.view = view;
    this.form = form;
    this.strides = strides;
    this.turned = strides[rank - 1] != 1;
    this.stride = strides[turned ? rank - 1 : rank - 2];
  }

  /** Those of an operand, which may be a transpose that is never computed. */
  static Matrices read(Lowering l, Node node) {
    Form form = l.form(node);
    if (l.readers.isFolded(node) && node.op() instanceof Transpose(var perm)) {
      View view = l.in(node.input(0), 0);
      int[] below = view.strides(l.form(node.input(0)));
      return new Matrices(view, form, perm.stream().mapToInt(axis -> below[axis]).toArray());
    }
    View view = l.in(node, 0);
    return new Matrices(view, form, view.strides(form));
  }

  /** Those of a product, which go where a transpose of it wants them if that alone reads it. */
  static Matrices written(Lowering l, Node product) {
    Form form = l.form(product);
    Node transpose = l.readers.transposeOf(product);
    if (transpose == null || !(transpose.op() instanceof Transpose(var perm))) {
      View view = l.out(product);
      return new Matrices(view, form, view.strides(form));
    }
    View view = l.writtenBefore(transpose);
    int[] above = view.strides(l.form(transpose));
    int[] strides = new int[above.length];
    for (int i = 0; i < strides.length; i++) {
      strides[perm.get(i)] = above[i];
    }
    return new Matrices(view, form, strides);
  }

  /** Whether an order of axes keeps the batch first, and rows or columns of matrices together. */
  static boolean suits(List<Integer> perm) {
    int last = perm.size() - 1;
    return last >= 2
        && perm.getFirst() == 0
        && (perm.get(last) == last || perm.get(last - 1) == last);
  }

  /** Rows of each, for so many rows of the batch. */
  int rows(int batch) {
    int length = form.dims()[form.rank() - 2];
    return form.rows() && form.rank() == 2 ? length * batch : length;
  }

  int columns() {
    return form.last();
  }

  /** The distances from one to the next along the axes before, repeated where there are fewer. */
  int[] along(Form batch) {
    int axes = form.rank() - 2;
    Form own = new Form(form.rows() && axes > 0, Arrays.copyOf(form.dims(), axes));
    return Loop.repeated(own, strides, batch);
  }
}
