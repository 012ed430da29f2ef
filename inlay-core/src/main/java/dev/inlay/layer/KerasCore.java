package dev.inlay.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keras's core layers. */
final class KerasCore {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          KerasClass.of(
              Dense.class,
              form ->
                  new Dense(
                      form.integer("units", Dense::units),
                      form.activation("activation", Activations.LINEAR, Dense::activation),
                      form.flag("use_bias", true, Dense::useBias),
                      form.weight("kernel", Initializers.GLOROT_UNIFORM, Dense::kernel),
                      form.weight("bias", Initializers.ZEROS, Dense::bias),
                      form.regularizer("activity_regularizer", Dense::activityRegularizer))),
          KerasClass.of(Embedding.class, KerasCore::embedding),
          KerasClass.of(ReversibleEmbedding.class, KerasCore::reversible),
          KerasClass.of(
              EinsumDense.class,
              form ->
                  new EinsumDense(
                      form.text("equation", EinsumDense::equation),
                      form.openLengths("output_shape", EinsumDense::outputShape),
                      form.activation("activation", Activations.LINEAR, EinsumDense::activation),
                      form.text("bias_axes", EinsumDense::biasAxes),
                      form.weight("kernel", Initializers.GLOROT_UNIFORM, EinsumDense::kernel),
                      form.weight("bias", Initializers.ZEROS, EinsumDense::bias),
                      form.regularizer("activity_regularizer", EinsumDense::activityRegularizer))),
          KerasClass.of(
              TernaryDense.class,
              form ->
                  new TernaryDense(
                      form.integer("units", TernaryDense::units),
                      form.numberOrNull("threshold", TernaryDense::threshold),
                      form.activation("activation", Activations.LINEAR, TernaryDense::activation),
                      form.flag("use_bias", true, TernaryDense::useBias),
                      form.weight("kernel", Initializers.GLOROT_UNIFORM, TernaryDense::kernel),
                      form.weight("bias", Initializers.ZEROS, TernaryDense::bias),
                      form.regularizer("activity_regularizer", TernaryDense::activityRegularizer))),
          KerasClass.plain("Identity", Identity.of()),
          // A feature space has its own.
          KerasClass.plain("TFDIdentity", Identity.of()),
          KerasClass.of(
              Masking.class,
              form -> new Masking(form.number("mask_value", 0, Masking::maskValue))));

  private KerasCore() {}

  private static Embedding embedding(KerasForm<Embedding> form) {
    return Embedding.of(
            form.integer("input_dim", Embedding::inputDim),
            form.integer("output_dim", Embedding::outputDim))
        .withEmbeddings(form.weight("embeddings", RandomUniform.of(), Embedding::embeddings))
        .withMaskZero(form.flag("mask_zero", false, Embedding::maskZero))
        .withActivityRegularizer(
            form.regularizer("activity_regularizer", Embedding::activityRegularizer));
  }

  private static ReversibleEmbedding reversible(KerasForm<ReversibleEmbedding> form) {
    // Here the input's type says which way it is.
    form.ignore("reverse")
        .special(KerasCore::reverseType, _ -> "", (_, to) -> to.put("reverse_dtype", null));
    return new ReversibleEmbedding(
        form.part(ReversibleEmbedding::embedding, KerasCore::embedding),
        form.flag("tie_weights", true, ReversibleEmbedding::tieWeights),
        form.<@Nullable Float>special(
            KerasCore::cap,
            ReversibleEmbedding::logitSoftCap,
            (cap, to) -> to.put("logit_soft_cap", cap == null ? null : KerasForm.decimal(cap))));
  }

  private static String reverseType(KerasSettings from) {
    String type = from.text("reverse_dtype", "float32");
    if (!type.equals("float32")) {
      throw new UnsupportedOperationException("ReversibleEmbedding with reverse_dtype = " + type);
    }
    return type;
  }

  private static @Nullable Float cap(KerasSettings from) {
    double cap = from.number("logit_soft_cap", 0);
    return cap == 0 ? null : (Float) (float) cap;
  }
}
