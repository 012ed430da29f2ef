package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer fed with {@code [batch, channels, space…]}, Keras's {@code channels_first}: the channels
 * are moved to the end for it, and back to the second place if they are still there. In a sequence
 * of images, {@code [batch, steps, channels, space…]}, they stand behind the steps.
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
    boolean steps = layer instanceof ConvLSTM<?>;
    Node x = steps ? inputs[0] : Inputs.one(inputs);
    int sequence = steps ? x.shape().rank() : Integer.MAX_VALUE;
    Node[] last = new Node[inputs.length];
    for (int i = 0; i < last.length; i++) {
      Node input = inputs[i];
      int channels = input.shape().rank() == sequence ? 2 : 1;
      last[i] = moved(input, channels, input.shape().rank() - 1);
      scope.mask(last[i], scope.mask(input));
    }
    List<Node> outputs = new ArrayList<>();
    for (Node output : layer.outputs(scope, last)) {
      int channels = output.shape().rank() == sequence ? 2 : 1;
      Node first = moved(output, output.shape().rank() - 1, channels);
      Node mask = scope.mask(output);
      scope.mask(first, mask != null && mask.shape().rank() <= channels ? mask : null);
      outputs.add(first);
    }
    return outputs;
  }

  /** A value with one of its axes at another place. */
  private static Node moved(Node x, int from, int to) {
    int rank = x.shape().rank();
    if (rank < 3) {
      return x;
    }
    List<Integer> perm = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    perm.add(to, perm.remove(from));
    return x.transpose(perm.stream().mapToInt(i -> i).toArray());
  }
}
