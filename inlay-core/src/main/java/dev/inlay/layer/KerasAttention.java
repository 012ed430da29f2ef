package dev.inlay.layer;

import java.util.List;

/** Keras's attention layers. */
final class KerasAttention {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "Attention",
              Attention.class,
              from ->
                  Attention.of()
                      .withUseScale(from.flag("use_scale", false))
                      .withScoreMode(from.choice("score_mode", Attention.ScoreMode.DOT))
                      .withDropout(from.number("dropout", 0))
                      .withCall(call(from)),
              (layer, to) ->
                  write(layer.call(), to)
                      .put("use_scale", layer.useScale())
                      .choice("score_mode", layer.scoreMode())
                      .number("dropout", layer.dropout())
                      .put("seed", null)),
          new KerasClass<>(
              "AdditiveAttention",
              AdditiveAttention.class,
              from ->
                  AdditiveAttention.of()
                      .withUseScale(from.flag("use_scale", true))
                      .withDropout(from.number("dropout", 0))
                      .withCall(call(from)),
              (layer, to) ->
                  write(layer.call(), to)
                      .put("use_scale", layer.useScale())
                      .number("dropout", layer.dropout())
                      .put("seed", null)),
          new KerasClass<>(
              "MultiHeadAttention",
              MultiHeadAttention.class,
              KerasAttention::multiHead,
              KerasAttention::write),
          // What Keras exports it as, which is what its files say.
          grouped("GroupQueryAttention"),
          grouped("GroupedQueryAttention"));

  private KerasAttention() {}

  private static KerasClass<GroupedQueryAttention> grouped(String className) {
    return new KerasClass<>(
        className,
        GroupedQueryAttention.class,
        from ->
            GroupedQueryAttention.of(
                    from.integer("head_dim"),
                    from.integer("num_query_heads"),
                    from.integer("num_key_value_heads"))
                .withOptions(options(from)),
        (layer, to) -> {
          to.put("head_dim", layer.headDim())
              .put("num_query_heads", layer.numQueryHeads())
              .put("num_key_value_heads", layer.numKeyValueHeads());
          write(layer.options(), to);
        });
  }

  private static MultiHeadAttention multiHead(KerasSettings from) {
    int keyDim = from.integer("key_dim");
    return new MultiHeadAttention(
        from.integer("num_heads"),
        keyDim,
        from.integer("value_dim", keyDim),
        from.integers("output_shape"),
        from.integers("attention_axes"),
        options(from));
  }

  private static void write(MultiHeadAttention layer, KerasFields to) {
    to.put("num_heads", layer.numHeads())
        .put("key_dim", layer.keyDim())
        .put("value_dim", layer.valueDim())
        .put("output_shape", layer.outputShape().isEmpty() ? null : layer.outputShape())
        .put("attention_axes", layer.attentionAxes().isEmpty() ? null : layer.attentionAxes());
    write(layer.options(), to);
  }

  private static AttentionOptions options(KerasSettings from) {
    // How it is computed, not what.
    from.drop("flash_attention");
    int window = from.integer("sliding_window", 0);
    return new AttentionOptions(
        (float) from.number("dropout", 0),
        from.flag("use_bias", true),
        window == 0 ? null : window,
        from.flag("use_gate", false),
        from.weight("kernel", Initializers.GLOROT_UNIFORM),
        from.weight("bias", Initializers.ZEROS),
        from.regularizer("activity_regularizer"),
        call(from));
  }

  private static void write(AttentionOptions options, KerasFields to) {
    write(options.call(), to)
        .number("dropout", options.dropout())
        .put("use_bias", options.useBias())
        .put("use_gate", options.useGate())
        .put("sliding_window", options.slidingWindow())
        .weight("kernel", options.kernel())
        .weight("bias", options.bias())
        .regularizer("activity_regularizer", options.activityRegularizer())
        .put("seed", null);
  }

  private static Attention.Call call(KerasSettings from) {
    return new Attention.Call(
        from.flag("use_causal_mask", false), from.flag("return_attention_scores", false));
  }

  /** What Keras keeps with a call, not with the layer. */
  private static KerasFields write(Attention.Call call, KerasFields to) {
    return to.atCall("use_causal_mask", call.useCausalMask())
        .atCall("return_attention_scores", call.returnAttentionScores());
  }
}
