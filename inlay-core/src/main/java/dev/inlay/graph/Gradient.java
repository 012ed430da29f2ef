package dev.inlay.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a loss's derivative for one variable is made of. */
public sealed interface Gradient {
  /** A value for every element: a node of the variable's shape. */
  record Dense(Node value) implements Gradient {}

  /**
   * Values for the rows that were looked up only: the sum over all parts, summed by id. It is never
   * laid out as a whole table.
   */
  record Rows(List<Part> parts) implements Gradient {
    public Rows {
      parts = List.copyOf(parts);
    }
  }

  /** The rows of one lookup. Negative ids take no part. */
  sealed interface Part {
    /** The node of the ids. */
    Node ids();

    /** All nodes that are needed. */
    List<Node> nodes();
  }

  /**
   * From {@link Lookup.Gather}: {@code gradient} has the shape of ids with the row's axes appended.
   */
  record Gathered(Node ids, Node gradient) implements Part {
    @Override
    public List<Node> nodes() {
      return List.of(ids, gradient);
    }
  }

  /**
   * From {@link Lookup.Bag}: {@code gradient [batch, width]} goes to each id of its row, times the
   * combiner's coefficient; with a finite max norm, through the scaling of the row.
   */
  record Bagged(Lookup.Bag bag, Node ids, @Nullable Node weights, Node gradient) implements Part {
    @Override
    public List<Node> nodes() {
      return weights == null ? List.of(ids, gradient) : List.of(ids, weights, gradient);
    }
  }
}
