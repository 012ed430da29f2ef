package dev.inlay.layer;

import java.util.List;

/** Keras's core layers. */
final class KerasCore {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>("Dense", Dense.class, KerasCore::dense, KerasCore::write),
          new KerasClass<>("Embedding", Embedding.class, KerasCore::embedding, KerasCore::write),
          new KerasClass<>(
              "ReversibleEmbedding",
              ReversibleEmbedding.class,
              KerasCore::reversible,
              KerasCore::write),
          new KerasClass<>(
              "EinsumDense", EinsumDense.class, KerasCore::einsumDense, KerasCore::write),
          new KerasClass<>(
              "TernaryDense", TernaryDense.class, KerasCore::ternaryDense, KerasCore::write),
          KerasClass.plain("Identity", Identity.of()),
          // A feature space has its own.
          KerasClass.plain("TFDIdentity", Identity.of()),
          new KerasClass<>(
              "Masking",
              Masking.class,
              from -> Masking.of(from.number("mask_value", 0)),
              (masking, to) -> to.number("mask_value", masking.maskValue())));

  private KerasCore() {}

  private static Dense dense(KerasSettings from) {
    return Dense.of(from.integer("units"), from.activation("activation"))
        .withUseBias(from.flag("use_bias", true))
        .withKernel(from.weight("kernel", Initializers.GLOROT_UNIFORM))
        .withBias(from.weight("bias", Initializers.ZEROS))
        .withActivityRegularizer(from.regularizer("activity_regularizer"));
  }

  private static void write(Dense dense, KerasFields to) {
    to.put("units", dense.units())
        .activation("activation", dense.activation())
        .put("use_bias", dense.useBias())
        .weight("kernel", dense.kernel())
        .weight("bias", dense.bias())
        .regularizer("activity_regularizer", dense.activityRegularizer());
  }

  private static Embedding embedding(KerasSettings from) {
    return Embedding.of(from.integer("input_dim"), from.integer("output_dim"))
        .withEmbeddings(from.weight("embeddings", RandomUniform.of()))
        .withMaskZero(from.flag("mask_zero", false))
        .withActivityRegularizer(from.regularizer("activity_regularizer"));
  }

  private static void write(Embedding embedding, KerasFields to) {
    if (embedding.invalidIds() != InvalidIds.Rule.ERROR) {
      throw new UnsupportedOperationException(
          "Keras's Embedding has no rule for ids outside, so %s can't be kept"
              .formatted(embedding.invalidIds()));
    }
    if (embedding.frozenPadding()) {
      throw new UnsupportedOperationException("Keras's Embedding has no frozen padding");
    }
    to.put("input_dim", embedding.inputDim())
        .put("output_dim", embedding.outputDim())
        .weight("embeddings", embedding.embeddings())
        .put("mask_zero", embedding.maskZero())
        .regularizer("activity_regularizer", embedding.activityRegularizer());
  }

  private static ReversibleEmbedding reversible(KerasSettings from) {
    // Here the input's type says which way it is.
    from.drop("reverse");
    String type = from.text("reverse_dtype", "float32");
    if (!type.equals("float32")) {
      throw new UnsupportedOperationException("ReversibleEmbedding with reverse_dtype = " + type);
    }
    double cap = from.number("logit_soft_cap", 0);
    return ReversibleEmbedding.of(embedding(from))
        .withTieWeights(from.flag("tie_weights", true))
        .withLogitSoftCap(cap == 0 ? null : (float) cap);
  }

  private static void write(ReversibleEmbedding layer, KerasFields to) {
    write(layer.embedding(), to);
    to.put("tie_weights", layer.tieWeights()).put("reverse_dtype", null);
    Float cap = layer.logitSoftCap();
    to.put("logit_soft_cap", cap == null ? null : Double.valueOf(cap.toString()));
  }

  private static EinsumDense einsumDense(KerasSettings from) {
    return new EinsumDense(
        from.text("equation", ""),
        from.lengths("output_shape"),
        from.activation("activation"),
        from.text("bias_axes", ""),
        from.weight("kernel", Initializers.GLOROT_UNIFORM),
        from.weight("bias", Initializers.ZEROS),
        from.regularizer("activity_regularizer"));
  }

  private static void write(EinsumDense layer, KerasFields to) {
    to.put("output_shape", KerasFields.lengths(layer.outputShape()))
        .put("equation", layer.equation())
        .activation("activation", layer.activation())
        .put("bias_axes", layer.biasAxes().isEmpty() ? null : layer.biasAxes())
        .weight("kernel", layer.kernel())
        .weight("bias", layer.bias())
        .regularizer("activity_regularizer", layer.activityRegularizer());
  }

  private static TernaryDense ternaryDense(KerasSettings from) {
    double threshold = from.number("threshold", Double.NaN);
    return TernaryDense.of(from.integer("units"))
        .withThreshold(Double.isNaN(threshold) ? null : (float) threshold)
        .withActivation(from.activation("activation"))
        .withUseBias(from.flag("use_bias", true))
        .withKernel(from.weight("kernel", Initializers.GLOROT_UNIFORM))
        .withBias(from.weight("bias", Initializers.ZEROS))
        .withActivityRegularizer(from.regularizer("activity_regularizer"));
  }

  private static void write(TernaryDense layer, KerasFields to) {
    Float threshold = layer.threshold();
    to.put("units", layer.units())
        .put("threshold", threshold == null ? null : Double.valueOf(threshold.toString()))
        .activation("activation", layer.activation())
        .put("use_bias", layer.useBias())
        .weight("kernel", layer.kernel())
        .weight("bias", layer.bias())
        .regularizer("activity_regularizer", layer.activityRegularizer());
  }
}
