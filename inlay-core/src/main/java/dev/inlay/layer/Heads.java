package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Attention of several heads: queries, keys and values {@code [batch, …, heads, width]}, of which
 * some axes are attended over. Axes are letters, as in Keras: those of queries, and those of keys
 * and values, which have other letters for the axes attended over.
 */
final class Heads {
  /** What stands for a score that isn't seen where Keras computes without its softmax layer. */
  private static final float UNSEEN = -0.7f * Float.MAX_VALUE;

  private final String from;
  private final String to;
  private final String pairs;
  private final int attended;

  /**
   * For values of so many axes.
   *
   * @param rank that of queries, with the heads' axis
   * @param axes those attended over, rising
   */
  Heads(int rank, int[] axes) {
    var to = new StringBuilder();
    var batch = new StringBuilder();
    var fromAxes = new StringBuilder();
    var toAxes = new StringBuilder();
    for (int i = 0; i < rank; i++) {
      int axis = i;
      boolean over = Arrays.stream(axes).anyMatch(a -> a == axis);
      char letter = (char) ('a' + i);
      char other = over ? (char) ('a' + rank + i) : letter;
      to.append(other);
      if (over) {
        fromAxes.append(letter);
        toAxes.append(other);
      } else if (i < rank - 1) {
        batch.append(letter);
      }
    }
    this.from =
        IntStream.range(0, rank).mapToObj(i -> "" + (char) ('a' + i)).reduce("", String::concat);
    this.to = to.toString();
    this.pairs = batch.toString() + fromAxes + toAxes;
    this.attended = axes.length;
  }

  /** A query, a value, and perhaps a key and a mask. */
  static void checkInputs(Node... inputs) {
    if (inputs.length < 2 || inputs.length > 4) {
      throw new IllegalArgumentException(
          "wants a query, a value, and perhaps a key and a mask; got %d inputs"
              .formatted(inputs.length));
    }
  }

  /**
   * What goes into the heads, {@code [batch, …, heads, width]}.
   *
   * @param gate what their results are multiplied by; or null
   */
  record Projected(Node query, Node key, Node value, @Nullable Node gate) {}

  /**
   * The weighed values of all heads, projected by a layer, and the weights if they are wanted. The
   * output has the mask of the query.
   *
   * @param inputs those of the attention layer
   */
  List<Node> outputs(
      Scope scope,
      AttentionOptions options,
      Node[] inputs,
      Projected heads,
      EinsumDense projection) {
    Node weights = weights(scope, options, inputs, heads.query, heads.key);
    Node used = Attending.dropped(scope, options.dropout(), weights);
    Node values = new Einsum(pairs, to, from).apply(used, heads.value);
    Node gate = heads.gate;
    Node gated = gate == null ? values : values.mul(gate);
    Node out = scope.apply(projection.named("attention_output"), gated);
    scope.mask(out, scope.mask(inputs[0]));
    return options.call().returnAttentionScores() ? List.of(out, weights) : List.of(out);
  }

  private Node weights(Scope scope, AttentionOptions options, Node[] inputs, Node query, Node key) {
    float scale = (float) (1 / Math.sqrt(query.shape().last()));
    Node scores = new Einsum(from, to, pairs).apply(query.mul(scale), key);
    Node mask = mask(scope, options, inputs, scores);
    return weights(scores, mask, options.weighsExplicitly() || query.shape().rank() != 4);
  }

  private Node weights(Node scores, @Nullable Node mask, boolean explicitly) {
    List<Integer> last = IntStream.rangeClosed(1, attended).mapToObj(i -> -i).toList();
    var softmax = new Softmax(last);
    if (mask == null) {
      return softmax.of(scores);
    }
    return explicitly
        ? softmax.masked(scores, mask)
        : softmax.of(mask.where(scores, scores.graph().constant(UNSEEN)));
  }

  /** What may be seen, over the axes of the scores or such that it can be broadcast to them. */
  private @Nullable Node mask(Scope scope, AttentionOptions options, Node[] inputs, Node scores) {
    Node mask = Attending.reach(scores, options.call().useCausalMask(), options.slidingWindow());
    int rank = scores.shape().rank();
    for (int i = 0; i < Math.min(3, inputs.length); i++) {
      Node own = scope.mask(inputs[i]);
      boolean again = i == 2 && inputs[2] == inputs[1];
      if (own != null && !again) {
        int[] dims = new int[rank];
        Arrays.fill(dims, 1, rank, 1);
        dims[i == 0 ? rank - 2 : rank - 1] = -1;
        mask = Attending.both(own.reshape(dims), mask);
      }
    }
    return inputs.length < 4 ? mask : Attending.both(given(inputs[3], rank), mask);
  }

  /** A mask {@code [batch, from, to]}, the same for all heads. */
  private Node given(Node input, int rank) {
    Node mask = input.cast(DType.FLOAT32);
    int pair = 2 * attended;
    int own = mask.shape().rank();
    if (own == rank || own <= pair) {
      return mask;
    }
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < own; i++) {
      if (i == own - pair) {
        for (int more = own; more < rank; more++) {
          dims.add(1);
        }
      }
      dims.add(i == 0 ? 0 : mask.shape().dim(i));
    }
    return mask.reshape(dims.stream().mapToInt(d -> d).toArray());
  }
}
