package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Einstein's sum of two values: axes are letters, those that the result lacks are summed over. It
 * is written as one matrix product with whatever transposes and reshapes it takes.
 *
 * @param left the axes of the first value
 * @param right the axes of the second
 * @param out the axes of the result
 */
public record Einsum(String left, String right, String out) {
  /** The result. */
  public Node apply(Node first, Node second) {
    Term a = new Term(first, left).summedTo(right + out);
    Term b = new Term(second, right).summedTo(left + out);
    String batch = kept(out, c -> a.has(c) && b.has(c));
    String rows = kept(a.labels, c -> !b.has(c));
    String columns = kept(b.labels, c -> !a.has(c));
    String inner = kept(a.labels, c -> b.has(c) && batch.indexOf(c) < 0);
    Node product =
        batch.isEmpty() && !rows.isEmpty()
            ? againstOneMatrix(a, b, rows, inner, columns)
            : matrices(a, b.inFloats(), batch, rows, inner, columns);
    return new Term(product, batch + rows + columns).ordered(out);
  }

  /** Each row along the first value's own axes, times one matrix. */
  private static Node againstOneMatrix(Term a, Term b, String rows, String inner, String columns) {
    Node x = merged(a.ordered(rows + inner), rows.length(), inner.length());
    Node y = b.ordered(inner + columns);
    Node matrix = merged(merged(y, inner.length(), columns.length()), 0, inner.length());
    return split(x.matMul(matrix), rows.length(), b, columns);
  }

  private static Node matrices(
      Term a, Term b, String batch, String rows, String inner, String columns) {
    int at = batch.length();
    Node x = merged(a.ordered(batch + rows + inner), at + rows.length(), inner.length());
    Node y = merged(b.ordered(batch + inner + columns), at + inner.length(), columns.length());
    Node product = merged(x, at, rows.length()).matMul(merged(y, at, inner.length()));
    return split(split(product, at + 1, b, columns), at, a, rows);
  }

  /** So many axes from a place on as one; an axis of length 1 for none. */
  private static Node merged(Node x, int at, int count) {
    if (count == 1) {
      return x;
    }
    Shape shape = x.shape();
    int[] dims = new int[shape.rank() - count + 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] =
          i < at ? 0 : i > at ? shape.dim(i + count - 1) : length(shape.slice(at, at + count));
    }
    return x.reshape(dims);
  }

  private static int length(Shape part) {
    return IntStream.range(0, part.rank())
        .map(part::dim)
        .reduce(1, (p, q) -> p == Shape.UNKNOWN || q == Shape.UNKNOWN ? Shape.UNKNOWN : p * q);
  }

  /** One axis as those of a term. */
  private static Node split(Node x, int at, Term of, String labels) {
    if (labels.length() == 1) {
      return x;
    }
    int count = labels.length();
    int[] dims = new int[x.shape().rank() + count - 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] =
          i < at
              ? 0
              : i < at + count ? of.length(labels.charAt(i - at)) : x.shape().dim(i - count + 1);
    }
    return x.reshape(dims);
  }

  private static String kept(String labels, IntPredicate test) {
    var kept = new StringBuilder();
    labels.chars().filter(test).forEach(c -> kept.append((char) c));
    return kept.toString();
  }

  /** A value and the letters of its axes. */
  private record Term(Node node, String labels) {
    Term {
      if (labels.length() != node.shape().rank()) {
        throw new IllegalArgumentException(
            "axes \"%s\" are %d, but shape %s has %d"
                .formatted(labels, labels.length(), node.shape(), node.shape().rank()));
      }
    }

    boolean has(int label) {
      return labels.indexOf(label) >= 0;
    }

    int length(char label) {
      return node.shape().dim(labels.indexOf(label));
    }

    Term inFloats() {
      return new Term(node.cast(DType.FLOAT32), labels);
    }

    Term summedTo(String others) {
      String left = kept(labels, c -> others.indexOf(c) >= 0);
      int[] gone =
          IntStream.range(0, labels.length())
              .filter(i -> others.indexOf(labels.charAt(i)) < 0)
              .toArray();
      return gone.length == 0 ? this : new Term(node.sum(gone), left);
    }

    Node ordered(String wanted) {
      // What is held in 8 bits is multiplied as it lies.
      return wanted.equals(labels)
          ? node
          : node.cast(DType.FLOAT32).transpose(wanted.chars().map(labels::indexOf).toArray());
    }
  }
}
