package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Combiner;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;

/**
 * One vector for each row of ids: the sum, the mean or the sum over √n of their embeddings, as a
 * column's embedding has it. Ids are ragged, or {@code [batch, n]}; a second input of the same
 * shape may give them weights. The result is {@code [batch, outputDim]}, zeros for a row without
 * ids. Where ids are negative, or 0 and the embedding has {@code maskZero}, they don't take part;
 * nor do, except in a sum, those with a weight of 0 or less.
 *
 * <p>Made by {@link Embedding#combined}.
 *
 * @param embedding the table
 * @param combiner how the embeddings of a row become one
 */
public record EmbeddingBag(Embedding embedding, Combiner combiner) implements Layer {
  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    if (inputs.length < 1 || inputs.length > 2) {
      throw new IllegalArgumentException(
          "wants ids and perhaps weights, got %d inputs".formatted(inputs.length));
    }
    Node bags = inputs[0].isRagged() ? ragged(scope, inputs) : padded(scope, inputs);
    return scope.activity(embedding.activityRegularizer(), bags);
  }

  private Node ragged(Scope scope, Node... inputs) {
    if (embedding.invalidIds() != InvalidIds.Rule.ERROR
        || embedding.maskZero()
        || embedding.frozenPadding()) {
      throw new IllegalArgumentException(
          "ragged ids have no padding, and those outside the table are errors; leave maskZero,"
              + " frozenPadding and invalidIds as they are, or feed ids of one length");
    }
    scope.requireIds(inputs[0], embedding.inputDim());
    Node table = embedding.table(scope);
    return inputs.length == 1
        ? scope
            .graph()
            .add(new Lookup.Bag(combiner, false, Float.POSITIVE_INFINITY), table, inputs[0])
        : scope
            .graph()
            .add(
                new Lookup.Bag(combiner, true, Float.POSITIVE_INFINITY),
                table,
                inputs[0],
                inputs[1]);
  }

  private Node padded(Scope scope, Node... inputs) {
    Node x = inputs[0];
    if (x.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "wants ids [batch, n] or ragged ones, got shape " + x.shape());
    }
    Node table = embedding.table(scope);
    Node ids = embedding.ids(scope, x);
    Node weights = ids.apply(Binary.GREATER_OR_EQUAL, Embedding.integer(scope.graph(), 0));
    if (embedding.maskZero()) {
      weights = weights.mul(Embedding.isNotZero(x));
    }
    if (inputs.length > 1) {
      Node given = inputs[1].cast(DType.FLOAT32);
      weights = weights.mul(combiner == Combiner.SUM ? given : given.relu());
    }
    Node sum = table.gather(ids).mul(weights.reshape(0, -1, 1)).sum(1);
    return switch (combiner) {
      case SUM -> sum;
      case MEAN -> sum.apply(Binary.DIV_NO_NAN, weights.sumKeepingDims(1));
      case SQRTN -> sum.apply(Binary.DIV_NO_NAN, weights.square().sumKeepingDims(1).sqrt());
    };
  }
}
