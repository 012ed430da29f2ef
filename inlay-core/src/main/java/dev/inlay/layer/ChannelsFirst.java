package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer fed with {@code [batch, channels, space…]}, Keras's {@code channels_first}: the channels
 * are moved to the end for it, and back to the second place if they are still there.
 */
public record ChannelsFirst(Layer layer) implements Wrapper {
  public static ChannelsFirst of(Layer layer) {
    return new ChannelsFirst(layer);
  }

  @Override
  public Layer around(Layer other) {
    return new ChannelsFirst(other);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Node x = Inputs.one(inputs);
    int rank = x.shape().rank();
    Node last = x;
    if (rank > 2) {
      last =
          x.transpose(IntStream.range(0, rank).map(i -> i == 0 ? 0 : i % (rank - 1) + 1).toArray());
      scope.mask(last, scope.mask(x));
    }
    List<Node> outputs = new ArrayList<>();
    for (Node output : layer.outputs(scope, last)) {
      int r = output.shape().rank();
      outputs.add(
          r < 3
              ? output
              : output.transpose(
                  IntStream.range(0, r).map(i -> i < 2 ? i * (r - 1) : i - 1).toArray()));
    }
    return outputs;
  }
}
