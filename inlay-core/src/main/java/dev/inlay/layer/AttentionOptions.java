package dev.inlay.layer;

import org.jspecify.annotations.Nullable;

/**
 * The settings that attention layers of several heads have in common.
 *
 * @param dropout the part of the weights that training drops
 * @param useBias whether the projections have biases
 * @param slidingWindow how far a step sees to either side, itself counted; or null for all
 * @param useGate whether the heads' results have a factor, the sigmoid of a projection of the query
 * @param kernel the weights of the projections
 * @param bias their biases
 * @param activityRegularizer a penalty on each projection, divided by the number of rows; or null
 * @param call what Keras is told at each call
 */
public record AttentionOptions(
    float dropout,
    boolean useBias,
    @Nullable Integer slidingWindow,
    boolean useGate,
    WeightOptions kernel,
    WeightOptions bias,
    @Nullable Regularizer activityRegularizer,
    Attention.Call call) {
  public AttentionOptions {
    Dropout.checkRate("attention dropout", dropout);
    if (slidingWindow != null && slidingWindow < 1) {
      throw new IllegalArgumentException(
          "attention with a slidingWindow of %d: 1 or more, or null".formatted(slidingWindow));
    }
  }

  /** Keras's defaults. */
  public static AttentionOptions of() {
    return new AttentionOptions(
        0,
        true,
        null,
        false,
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        WeightOptions.of(Initializers.ZEROS),
        null,
        Attention.Call.of());
  }

  public AttentionOptions withDropout(double rate) {
    return new AttentionOptions(
        (float) rate, useBias, slidingWindow, useGate, kernel, bias, activityRegularizer, call);
  }

  public AttentionOptions withUseBias(boolean useBias) {
    return new AttentionOptions(
        dropout, useBias, slidingWindow, useGate, kernel, bias, activityRegularizer, call);
  }

  public AttentionOptions withSlidingWindow(@Nullable Integer slidingWindow) {
    return new AttentionOptions(
        dropout, useBias, slidingWindow, useGate, kernel, bias, activityRegularizer, call);
  }

  public AttentionOptions withUseGate(boolean useGate) {
    return new AttentionOptions(
        dropout, useBias, slidingWindow, useGate, kernel, bias, activityRegularizer, call);
  }

  public AttentionOptions withKernel(WeightOptions kernel) {
    return new AttentionOptions(
        dropout, useBias, slidingWindow, useGate, kernel, bias, activityRegularizer, call);
  }

  public AttentionOptions withBias(WeightOptions bias) {
    return new AttentionOptions(
        dropout, useBias, slidingWindow, useGate, kernel, bias, activityRegularizer, call);
  }

  public AttentionOptions withActivityRegularizer(@Nullable Regularizer regularizer) {
    return new AttentionOptions(
        dropout, useBias, slidingWindow, useGate, kernel, bias, regularizer, call);
  }

  public AttentionOptions withUseCausalMask(boolean causal) {
    return withCall(new Attention.Call(causal, call.returnAttentionScores()));
  }

  public AttentionOptions withReturnAttentionScores(boolean scores) {
    return withCall(new Attention.Call(call.useCausalMask(), scores));
  }

  AttentionOptions withCall(Attention.Call call) {
    return new AttentionOptions(
        dropout, useBias, slidingWindow, useGate, kernel, bias, activityRegularizer, call);
  }

  /** A projection with these weights. */
  EinsumDense projection(String equation, String biasAxes, int... outputShape) {
    return EinsumDense.of(equation, outputShape)
        .withBiasAxes(useBias ? biasAxes : "")
        .withKernel(kernel)
        .withBias(bias)
        .withActivityRegularizer(activityRegularizer);
  }

  /** Whether Keras weighs by its softmax layer, which gives no weight where nothing is seen. */
  boolean weighsExplicitly() {
    return dropout > 0 || call.returnAttentionScores();
  }
}
