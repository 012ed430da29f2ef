package dev.inlay.layer;

import dev.inlay.graph.Node;
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
      merged[i] = Steps.merged(inputs[i]);
      Node mask = scope.mask(inputs[i]);
      if (mask == null) {
        continue;
      }
      if (mask.shape().rank() > 2) {
        scope.mask(merged[i], Steps.merged(mask));
        mask = anyOf(mask);
      } else if (layer.masking() == Masking.PASSED) {
        scope.mask(merged[i], mask.reshape(-1));
      }
      outer = outer == null ? mask : outer.mul(mask);
    }
    List<Node> outputs = new ArrayList<>();
    for (Node output : scope.applyAll(layer, merged)) {
      Node steps = Steps.split(output, inputs[0]);
      Node inner = scope.mask(output);
      scope.mask(
          steps, inner != null && inner.shape().rank() > 1 ? Steps.split(inner, inputs[0]) : outer);
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
}
