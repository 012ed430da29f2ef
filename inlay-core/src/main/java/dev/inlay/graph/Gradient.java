package dev.inlay.graph;

import dev.inlay.tensor.Shape;
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

    /** How many ids a batch has; rows and axes of unknown length are taken to have one entry. */
    public long ids(int batchSize) {
      long ids = 0;
      for (Part part : parts) {
        Shape shape = part.ids().shape();
        long each = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
          boolean known = shape.dim(axis) != Shape.UNKNOWN;
          each *= known ? shape.dim(axis) : axis == 0 ? batchSize : 1;
        }
        ids += each;
      }
      return ids;
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
