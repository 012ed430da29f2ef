package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Attention of several heads: inputs are a query and a value, and perhaps a key and a mask.
 *
 * @param <L> the layer itself
 */
public sealed interface AttentionOfHeads<L extends AttentionOfHeads<L>> extends Layer
    permits GroupedQueryAttention, MultiHeadAttention {
  /** What these layers have in common. */
  AttentionOptions options();

  /** The same layer with other options. */
  L withOptions(AttentionOptions options);

  default L withDropout(double rate) {
    return withOptions(options().withDropout(rate));
  }

  default L withUseBias(boolean useBias) {
    return withOptions(options().withUseBias(useBias));
  }

  default L withUseCausalMask(boolean causal) {
    return withOptions(options().withUseCausalMask(causal));
  }

  default L withReturnAttentionScores(boolean scores) {
    return withOptions(options().withReturnAttentionScores(scores));
  }

  @Override
  default Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  default Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }
}
