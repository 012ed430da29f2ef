package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@link MultiHeadAttention} in which groups of query heads share a head of keys and values
 * (Ainslie and others 2023). Inputs, masks and outputs are those of that layer, for three axes.
 *
 * @param headDim the width of a head
 * @param numQueryHeads how many heads of queries
 * @param numKeyValueHeads how many of keys and values, a divisor of those of queries
 * @param options what the attention layers have in common
 */
public record GroupedQueryAttention(
    int headDim, int numQueryHeads, int numKeyValueHeads, AttentionOptions options)
    implements AttentionOfHeads<GroupedQueryAttention> {
  public GroupedQueryAttention {
    if (headDim < 1
        || numQueryHeads < 1
        || numKeyValueHeads < 1
        || numQueryHeads % numKeyValueHeads != 0) {
      throw new IllegalArgumentException(
          "GroupedQueryAttention(headDim %d, numQueryHeads %d, numKeyValueHeads %d): each is 1 or more, and the heads of keys divide those of queries"
              .formatted(headDim, numQueryHeads, numKeyValueHeads));
    }
  }

  public static GroupedQueryAttention of(int headDim, int numQueryHeads, int numKeyValueHeads) {
    return new GroupedQueryAttention(
        headDim, numQueryHeads, numKeyValueHeads, AttentionOptions.of());
  }

  @Override
  public GroupedQueryAttention withOptions(AttentionOptions options) {
    return new GroupedQueryAttention(headDim, numQueryHeads, numKeyValueHeads, options);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Heads.checkInputs(inputs);
    String axes = "[batch, steps, width]";
    Node query = Inputs.ofRank(3, axes, inputs[0]);
    Node value = Inputs.ofRank(3, axes, inputs[1]);
    Node key = inputs.length > 2 ? Inputs.ofRank(3, axes, inputs[2]) : value;
    EinsumDense all = heads(numQueryHeads);
    EinsumDense shared = heads(numKeyValueHeads);
    Node queries = scope.apply(all.named("query"), query);
    Node keys = repeated(scope.apply(shared.named("key"), key));
    Node gate =
        options.useGate()
            ? scope.apply(all.withActivation(Activations.SIGMOID).named("gate"), query)
            : null;
    Node values = repeated(scope.apply(shared.named("value"), value));
    var projected = new Heads.Projected(queries, keys, values, gate);
    EinsumDense output = options.projection("bqnh,nhm->bqm", "m", -1, Inputs.known(query, -1));
    return new Heads(4, new int[] {1}).outputs(scope, options, inputs, projected, output);
  }

  private EinsumDense heads(int count) {
    return options.projection("bqm,mnh->bqnh", "nh", -1, count, headDim);
  }

  /** Each head as often as queries share it. */
  private Node repeated(Node heads) {
    int times = numQueryHeads / numKeyValueHeads;
    Node[] parts =
        IntStream.range(0, numQueryHeads)
            .mapToObj(i -> heads.slice(2, i / times, i / times + 1))
            .toArray(Node[]::new);
    return times == 1 ? heads : Node.concat(2, parts);
  }
}
