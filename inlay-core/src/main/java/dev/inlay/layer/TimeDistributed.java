package dev.inlay.layer;

import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A layer applied to each step of {@code [batch, steps, …]} by itself: to it, the steps of all rows
 * are the rows of one batch. So a {@link BatchNormalization} inside takes the mean over all steps
 * in training, where Keras takes one for each step.
 *
 * <p>A mask {@code [batch, steps]} goes past the layer to the output. One of what is inside steps,
 * {@code [batch, steps, substeps]}, goes through the layer; if none comes out of it, a step of the
 * output counts if any of its substeps did.
 */
public record TimeDistributed(Layer layer) implements Layer {
  public static TimeDistributed of(Layer layer) {
    return new TimeDistributed(layer);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    if (inputs.length == 0 || Arrays.stream(inputs).anyMatch(x -> x.shape().rank() < 3)) {
      throw new IllegalArgumentException(
          "wants inputs [batch, steps, …] of three axes or more, got %s"
              .formatted(Arrays.stream(inputs).map(Node::shape).toList()));
    }
    Node[] merged = new Node[inputs.length];
    Node outer = null;
    for (int i = 0; i < inputs.length; i++) {
      merged[i] = merged(inputs[i]);
      Node mask = scope.mask(inputs[i]);
      if (mask == null) {
        continue;
      }
      if (mask.shape().rank() > 2) {
        scope.mask(merged[i], merged(mask));
        mask = anyOf(mask);
      } else if (layer.masking() == Masking.PASSED) {
        scope.mask(merged[i], mask.reshape(-1));
      }
      outer = outer == null ? mask : outer.mul(mask);
    }
    List<Node> outputs = new ArrayList<>();
    for (Node output : scope.applyAll(layer, merged)) {
      Node steps = split(output, inputs[0]);
      Node inner = scope.mask(output);
      boolean ofParts = inner != null && inner.shape().rank() > 1;
      scope.mask(steps, ofParts ? split(inner, inputs[0]) : outer);
      outputs.add(steps);
    }
    return outputs;
  }

  /** Steps that have a part that counts. */
  private static Node anyOf(Node mask) {
    int[] axes = new int[mask.shape().rank() - 2];
    Arrays.setAll(axes, i -> i + 2);
    return mask.reduceMax(axes);
  }

  /** {@code [batch, steps, …]} as {@code [batch steps, …]}. */
  private static Node merged(Node x) {
    int[] dims = new int[x.shape().rank() - 1];
    dims[0] = -1;
    for (int axis = 1; axis < dims.length; axis++) {
      dims[axis] = Inputs.known(x, axis + 1);
    }
    return x.reshape(dims);
  }

  /** {@code [batch steps, …]} as {@code [batch, steps, …]}. */
  private static Node split(Node merged, Node like) {
    int[] dims = new int[merged.shape().rank() + 1];
    dims[0] = -1;
    dims[1] = like.shape().dim(1);
    for (int axis = 2; axis < dims.length; axis++) {
      dims[axis] = Inputs.known(merged, axis - 1);
    }
    return dims[1] == Shape.UNKNOWN
        ? merged.graph().add(new Movement.ReshapeLike(), merged, ofShape(like, dims))
        : merged.reshape(dims);
  }

  /** Zeros with the batch and steps of another value, and further axes. */
  private static Node ofShape(Node like, int[] dims) {
    Node column = like;
    for (int axis = 2; axis < like.shape().rank(); axis++) {
      column = column.slice(axis, 0, 1);
    }
    int[] ones = new int[dims.length];
    Arrays.fill(ones, 2, ones.length, 1);
    int[] inner = Arrays.copyOfRange(dims, 2, dims.length);
    Node zeros = like.graph().constant(Tensor.zeros(Shape.of(inner)));
    return Inputs.full(0, column.reshape(ones)).add(zeros);
  }
}
