package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The axes of a row in another order.
 *
 * @param dims for each axis of the output the input's, counted from 1: the batch is axis 0 and
 *     stays
 */
public record Permute(List<Integer> dims) implements Layer {
  public Permute {
    dims = List.copyOf(dims);
    List<Integer> all = IntStream.rangeClosed(1, dims.size()).boxed().toList();
    if (!dims.stream().sorted().toList().equals(all)) {
      throw new IllegalArgumentException(
          "dims are %s; name each axis from 1 to %d once".formatted(dims, dims.size()));
    }
  }

  public static Permute of(int... dims) {
    return new Permute(IntStream.of(dims).boxed().toList());
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.one(inputs);
    if (x.shape().rank() != dims.size() + 1) {
      throw new IllegalArgumentException(
          "wants %d axes after the batch, got shape %s".formatted(dims.size(), x.shape()));
    }
    return x.transpose(
        IntStream.rangeClosed(0, dims.size()).map(i -> i == 0 ? 0 : dims.get(i - 1)).toArray());
  }
}
