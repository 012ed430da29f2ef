package dev.inlay.estimator;

/**
 * A model of one's own for an estimator: TensorFlow's {@code model_fn}. It adds nodes to a graph,
 * once for each mode, and says which of them are the loss, predictions and metrics.
 *
 * <pre>{@code
 * ModelFn model = in -> {
 *   var x = in.inputLayer(columns);
 *   var hidden = in.apply(Dense.of(in.param("hidden", Integer.class), RELU), x);
 *   var logits = in.apply(Dense.of(3), hidden);
 *   return MultiClassHead.of(3).createEstimatorSpec(in, logits, Adagrad.of(0.05f));
 * };
 * var estimator = CustomEstimator.of(model).withParams(Map.of("hidden", 16));
 * }</pre>
 */
@FunctionalInterface
public interface ModelFn {
  /** The model for {@link ModelInputs#mode}. */
  EstimatorSpec call(ModelInputs in);
}
