package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the attention layers have in common. */
final class Attending {
  private Attending() {}

  /**
   * Which places may be looked at from which, for scores {@code [batch, …, from, to]}; null for
   * all.
   *
   * @param causal whether a place sees none behind itself
   * @param window how far a place sees to either side, itself counted; or null
   */
  static @Nullable Node reach(Node scores, boolean causal, @Nullable Integer window) {
    if (!causal && window == null) {
      return null;
    }
    int limit = window == null ? Integer.MAX_VALUE : window;
    int from = scores.shape().dim(-2);
    int to = scores.shape().dim(-1);
    if (from != Shape.UNKNOWN && to != Shape.UNKNOWN) {
      float[] seen = new float[from * to];
      for (int i = 0; i < seen.length; i++) {
        int ahead = i % to - i / to;
        seen[i] = (causal && ahead > 0) || Math.abs(ahead) >= limit ? 0 : 1;
      }
      return scores.graph().constant(Tensor.of(Shape.of(from, to), seen));
    }
    Node ones = Inputs.full(1, scores);
    Node ahead = counted(ones, -1).sub(counted(ones, -2));
    Node seen = causal ? ahead.less(0.5f) : null;
    Node near = window == null ? null : ahead.abs().less(window - 0.5f);
    return both(seen, near);
  }

  private static Node counted(Node ones, int axis) {
    return ones.graph().add(new Reduction.CumSum(axis, false, false), ones);
  }

  /** What either mask lets count, where there are two. */
  static @Nullable Node both(@Nullable Node a, @Nullable Node b) {
    return a == null ? b : b == null ? a : a.apply(Binary.AND, b);
  }

  /** Weights after dropout. */
  static Node dropped(Scope scope, float rate, Node weights) {
    return scope.training() && rate > 0
        ? weights.mul(Dropout.factors(scope, rate, weights))
        : weights;
  }

  /** How a layer scores each pair of a query and a key. */
  @FunctionalInterface
  interface Scores {
    /**
     * Of {@code [batch, from, width]} and {@code [batch, to, width]}: {@code [batch, from, to]}.
     */
    Node of(Node query, Node key);
  }

  /**
   * One head's attention as Keras's {@code Attention} has it: inputs are query, value and, if it
   * isn't the value, key; the first two may have masks. Outputs are the values' means, weighed by
   * the softmax of the scores, and if wanted these weights.
   */
  static List<Node> single(
      Scope scope, Scores scores, float dropout, Attention.Call call, Node... inputs) {
    if (inputs.length < 2 || inputs.length > 3) {
      throw new IllegalArgumentException(
          "wants a query, a value and perhaps a key, got %d inputs".formatted(inputs.length));
    }
    String axes = "[batch, steps, width]";
    Node query = Inputs.ofRank(3, axes, inputs[0]);
    Node value = Inputs.ofRank(3, axes, inputs[1]);
    Node key = inputs.length > 2 ? Inputs.ofRank(3, axes, inputs[2]) : value;
    Graph graph = scope.graph();
    Node raw = scores.of(query, key);
    Node valueMask = scope.mask(inputs[1]);
    Node seen =
        both(
            valueMask == null ? null : valueMask.reshape(0, 1, -1),
            reach(raw, call.useCausalMask(), null));
    Node weights = (seen == null ? raw : seen.where(raw, raw.sub(1e9f))).softmax();
    weights = dropped(scope, dropout, weights);
    Node out = weights.matMul(value);
    Node queryMask = scope.mask(inputs[0]);
    if (queryMask != null) {
      out = queryMask.reshape(0, -1, 1).where(out, graph.constant(0));
      scope.mask(out, queryMask);
    }
    List<Node> outputs = new ArrayList<>(List.of(out));
    if (call.returnAttentionScores()) {
      outputs.add(weights);
    }
    return outputs;
  }
}
