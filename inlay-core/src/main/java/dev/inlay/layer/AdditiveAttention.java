package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * {@link Attention} with the score {@code Σ scale tanh(query + key)} (Bahdanau and others 2015).
 *
 * @param useScale whether there is a trained {@code scale [width]}
 * @param dropout the part of the weights that training drops
 * @param call what Keras is told at each call
 */
public record AdditiveAttention(boolean useScale, float dropout, Attention.Call call)
    implements Layer {
  public AdditiveAttention {
    Dropout.checkRate("AdditiveAttention dropout", dropout);
  }

  /** Keras's defaults: with a scale. */
  public static AdditiveAttention of() {
    return new AdditiveAttention(true, 0, Attention.Call.of());
  }

  public AdditiveAttention withUseScale(boolean useScale) {
    return new AdditiveAttention(useScale, dropout, call);
  }

  public AdditiveAttention withDropout(double rate) {
    return new AdditiveAttention(useScale, (float) rate, call);
  }

  public AdditiveAttention withUseCausalMask(boolean causal) {
    return withCall(new Attention.Call(causal, call.returnAttentionScores()));
  }

  public AdditiveAttention withReturnAttentionScores(boolean scores) {
    return withCall(new Attention.Call(call.useCausalMask(), scores));
  }

  AdditiveAttention withCall(Attention.Call call) {
    return new AdditiveAttention(useScale, dropout, call);
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
    Node bent = sums(query, key).tanh();
    if (!useScale) {
      return bent.sum(-1);
    }
    Shape width = Shape.of(Inputs.known(query, -1));
    return bent.mul(scope.weight("scale", width, Initializers.GLOROT_UNIFORM)).sum(-1);
  }

  /** query + key for each pair: {@code [batch, from, to, width]}. */
  static Node sums(Node query, Node key) {
    int width = Inputs.known(query, -1);
    return query.reshape(0, 0, 1, width).add(key.reshape(0, 1, -1, width));
  }
}
