package dev.inlay.layer;

import dev.inlay.graph.Contraction;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * Attention of a query's steps to a value's (Luong and others 2015): of {@code [batch, from,
 * width]}, {@code [batch, to, n]} and, if it isn't the value, a key {@code [batch, to, width]}, the
 * means of the values, {@code [batch, from, n]}, weighed by the softmax of scores. A value's masked
 * steps get no weight, a query's masked steps give zeros.
 *
 * @param useScale whether scores have a trained factor {@code scale}
 * @param scoreMode what the scores are
 * @param dropout the part of the weights that training drops
 * @param call what Keras is told at each call
 */
public record Attention(boolean useScale, ScoreMode scoreMode, float dropout, Call call)
    implements Layer {
  /** What the score of a query and a key is. */
  public enum ScoreMode {
    /** Their dot product. */
    DOT,
    /** {@code concat_score_weight Σ tanh(scale (query + key))}. */
    CONCAT
  }

  /**
   * What Keras is told when an attention layer is called.
   *
   * @param useCausalMask whether a step sees none behind itself
   * @param returnAttentionScores whether the weights are a second output, {@code [batch, …, from,
   *     to]}
   */
  public record Call(boolean useCausalMask, boolean returnAttentionScores) {
    /** Every step sees all, and only the means are returned. */
    public static Call of() {
      return new Call(false, false);
    }
  }

  public Attention {
    Dropout.checkRate("Attention dropout", dropout);
  }

  /** Keras's defaults: dot products, no scale. */
  public static Attention of() {
    return new Attention(false, ScoreMode.DOT, 0, Call.of());
  }

  public Attention withUseScale(boolean useScale) {
    return new Attention(useScale, scoreMode, dropout, call);
  }

  public Attention withScoreMode(ScoreMode scoreMode) {
    return new Attention(useScale, scoreMode, dropout, call);
  }

  public Attention withDropout(double rate) {
    return new Attention(useScale, scoreMode, (float) rate, call);
  }

  public Attention withUseCausalMask(boolean causal) {
    return withCall(new Call(causal, call.returnAttentionScores));
  }

  public Attention withReturnAttentionScores(boolean scores) {
    return withCall(new Call(call.useCausalMask, scores));
  }

  Attention withCall(Call call) {
    return new Attention(useScale, scoreMode, dropout, call);
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
    return Attending.single(scope, (q, k) -> scores(scope, q, k), dropout, call, inputs);
  }

  private Node scores(Scope scope, Node query, Node key) {
    Node one = scope.graph().constant(1);
    Node scale = useScale ? scope.weight("scale", Shape.SCALAR, Initializers.ONES) : one;
    if (scoreMode == ScoreMode.DOT) {
      Node products = scope.graph().add(new Contraction.MatMul(false, true), query, key);
      return useScale ? products.mul(scale) : products;
    }
    Node factor = scope.weight("concat_score_weight", Shape.SCALAR, Initializers.ONES);
    Node sums = AdditiveAttention.sums(query, key);
    return factor.mul((useScale ? sums.mul(scale) : sums).tanh().sum(-1));
  }
}
