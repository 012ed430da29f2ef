package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.CrossEntropy.CrossEntropyGrad;
import dev.inlay.graph.Elementwise.ActivationGrad;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Unary;
import org.jspecify.annotations.Nullable;

/** Neighbours that one step computes together. */
final class Fusions {
  private Fusions() {}

  /** A sum of rows and one more row, as a layer's bias is. */
  record Biased(Node rows, Node bias) {}

  /** A node as rows plus a bias, or null if it is none. */
  static @Nullable Biased biased(Lowering l, Node node) {
    if (node.op() != Binary.ADD || l.analysis.kind(node) != Kind.ROWS) {
      return null;
    }
    if (isBias(l, node.input(1), node) && l.form(node.input(0)).equals(l.form(node))) {
      return new Biased(node.input(0), node.input(1));
    }
    if (isBias(l, node.input(0), node) && l.form(node.input(1)).equals(l.form(node))) {
      return new Biased(node.input(1), node.input(0));
    }
    return null;
  }

  private static boolean isBias(Lowering l, Node bias, Node of) {
    Form form = l.form(bias);
    return form.rank() == 1 && !form.rows() && form.last() == l.form(of).last();
  }

  /** The activation that follows rows plus a bias and alone reads them, or null. */
  static @Nullable Node activation(Lowering l, Node sum) {
    if (l.analysis.isKept(sum) || l.readers.of(sum).size() != 1) {
      return null;
    }
    Node reader = l.readers.of(sum).getFirst();
    boolean follows =
        reader.op() instanceof Unary
            && !l.analysis.isKept(reader)
            && l.analysis.kind(reader) == Kind.ROWS
            && l.analysis.level(reader) == l.analysis.level(sum);
    return follows ? reader : null;
  }

  /** The gradient of the bias below an activation's gradient, or null. */
  static @Nullable Node biasGradient(Lowering l, Node gradient) {
    if (!(gradient.op() instanceof ActivationGrad) || l.analysis.kind(gradient) != Kind.ROWS) {
      return null;
    }
    for (Node reader : l.readers.of(gradient)) {
      if (reader.op() instanceof Reduction.SumLike
          && l.analysis.kind(reader) == Kind.SUM
          && l.analysis.level(reader) == l.analysis.level(gradient)
          && isBias(l, reader, gradient)) {
        return reader;
      }
    }
    return null;
  }

  /** The gradient of a cross-entropy for its logits, or null. */
  static @Nullable Node lossGradient(Lowering l, Node loss) {
    Node logits = loss.input(0);
    for (Node reader : l.readers.of(logits)) {
      if (reader.op() instanceof CrossEntropyGrad(CrossEntropy of)
          && of.equals(loss.op())
          && reader.input(1) == logits
          && reader.input(2) == loss.input(1)
          && reader.index() > loss.index()
          && l.analysis.kind(reader) == l.analysis.kind(loss)
          && l.analysis.level(reader) == l.analysis.level(loss)) {
        return reader;
      }
    }
    return null;
  }
}
