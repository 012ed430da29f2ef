package dev.inlay.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keras's attention layers. */
final class KerasAttention {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          KerasClass.of(
              Attention.class,
              form ->
                  new Attention(
                      form.always("seed", null).flag("use_scale", false, Attention::useScale),
                      form.choice("score_mode", Attention.ScoreMode.DOT, Attention::scoreMode),
                      form.number("dropout", 0, Attention::dropout),
                      form.part(Attention::call, KerasAttention::call))),
          KerasClass.of(
              AdditiveAttention.class,
              form ->
                  new AdditiveAttention(
                      form.always("seed", null)
                          .flag("use_scale", true, AdditiveAttention::useScale),
                      form.number("dropout", 0, AdditiveAttention::dropout),
                      form.part(AdditiveAttention::call, KerasAttention::call))),
          KerasClass.of(MultiHeadAttention.class, KerasAttention::multiHead),
          // What Keras exports it as, which is what its files say.
          KerasClass.of(
              "GroupQueryAttention", GroupedQueryAttention.class, KerasAttention::grouped),
          KerasClass.of(GroupedQueryAttention.class, KerasAttention::grouped));

  private KerasAttention() {}

  private static GroupedQueryAttention grouped(KerasForm<GroupedQueryAttention> form) {
    return new GroupedQueryAttention(
        form.integer("head_dim", GroupedQueryAttention::headDim),
        form.integer("num_query_heads", GroupedQueryAttention::numQueryHeads),
        form.integer("num_key_value_heads", GroupedQueryAttention::numKeyValueHeads),
        form.part(GroupedQueryAttention::options, KerasAttention::options));
  }

  private static MultiHeadAttention multiHead(KerasForm<MultiHeadAttention> form) {
    // Keras 2 keeps what the layer was called with.
    form.ignore("query_shape", "value_shape", "key_shape");
    int keyDim = form.integer("key_dim", MultiHeadAttention::keyDim);
    return new MultiHeadAttention(
        form.integer("num_heads", MultiHeadAttention::numHeads),
        keyDim,
        form.integer("value_dim", keyDim, MultiHeadAttention::valueDim),
        form.axes("output_shape", MultiHeadAttention::outputShape),
        form.axes("attention_axes", MultiHeadAttention::attentionAxes),
        form.part(MultiHeadAttention::options, KerasAttention::options));
  }

  private static AttentionOptions options(KerasForm<AttentionOptions> form) {
    // How it is computed, not what.
    form.ignore("flash_attention").always("seed", null);
    return new AttentionOptions(
        form.number("dropout", 0, AttentionOptions::dropout),
        form.flag("use_bias", true, AttentionOptions::useBias),
        form.<@Nullable Integer>special(
            KerasAttention::window,
            AttentionOptions::slidingWindow,
            (window, to) -> to.put("sliding_window", window)),
        form.flag("use_gate", false, AttentionOptions::useGate),
        form.weight("kernel", Initializers.GLOROT_UNIFORM, AttentionOptions::kernel),
        form.weight("bias", Initializers.ZEROS, AttentionOptions::bias),
        form.regularizer("activity_regularizer", AttentionOptions::activityRegularizer),
        form.part(AttentionOptions::call, KerasAttention::call));
  }

  private static @Nullable Integer window(KerasSettings from) {
    int window = from.integer("sliding_window", 0);
    return window == 0 ? null : (Integer) window;
  }

  /** What Keras keeps with a call, not with the layer. */
  private static Attention.Call call(KerasForm<Attention.Call> form) {
    return new Attention.Call(
        form.atCall("use_causal_mask", Attention.Call::useCausalMask),
        form.atCall("return_attention_scores", Attention.Call::returnAttentionScores));
  }
}
