package dev.inlay.formats.keras;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.stream.IntStream;

/** Places along an axis that a model works out. */
final class Places {
  private Places() {}

  static Node whole(Graph graph, int number) {
    return graph.constant(Tensor.of(Shape.SCALAR, number));
  }

  /** 0, 1, … */
  static Node upTo(Graph graph, int length) {
    return graph.constant(Tensor.of(IntStream.range(0, length).toArray()));
  }

  static Node clamped(Node places, int least, int most) {
    return places.max(whole(places.graph(), least)).min(whole(places.graph(), most));
  }

  /**
   * Places from 0 on: negative ones count from the end. Those beyond an axis, with which Keras on
   * TensorFlow ends in an error, become its first or last.
   */
  static Node within(Node places, int length) {
    Node fromEnd = places.cast(DType.FLOAT32).less(0);
    Node counted = fromEnd.where(places.add(whole(places.graph(), length)), places);
    return clamped(counted, 0, length - 1);
  }

  /** The elements at places along an axis, which becomes the axes of the places. */
  static Node taken(Node x, int axis, Node places) {
    return axis == 0 ? rows(x, places) : along(x, axis, places);
  }

  private static Node rows(Node x, Node places) {
    int length = x.shape().dim(0);
    Node ids = length == Shape.UNKNOWN ? places : within(places, length);
    Node table = x.cast(DType.FLOAT32);
    if (x.shape().rank() > 1) {
      return table.gather(ids).cast(x.dtype());
    }
    Node rows = table.reshape(-1, 1).gather(ids);
    return ShapeOperations.without(rows, rows.shape().rank() - 1).cast(x.dtype());
  }

  private static Node along(Node x, int axis, Node places) {
    if (!places.shape().isKnown()) {
      throw new UnsupportedOperationException(
          ("operation Take along axis %d of shape %s at places of shape %s, which takes for each"
                  + " row what all rows want; use take_along_axis for each row's own places")
              .formatted(axis, x.shape(), places.shape()));
    }
    int last = x.shape().rank() - 1;
    Node ids = within(places, ShapeOperations.known(x, axis)).reshape(-1);
    Node moved = ShapeOperations.moved(x.cast(DType.FLOAT32), axis, last);
    // The same places for all that is not the axis.
    Node none = moved.slice(last, 0, 1).cast(DType.INT32).mul(whole(x.graph(), 0));
    Node taken = ShapeOperations.moved(moved.gatherElements(none.add(ids)), last, axis);
    return Indexing.shaped(taken, axis, places.shape()).cast(x.dtype());
  }
}
