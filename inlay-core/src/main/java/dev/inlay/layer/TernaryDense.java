package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer that computes with -1, 0 and 1 (BitNet b1.58, Ma and others 2024): {@code
 * activation(β (x · t(kernel)) + bias)}, where t keeps the sign of what is further than the
 * threshold from 0. The gradient of t is taken to be 1 (straight through), so that the kernel
 * learns.
 *
 * @param units the length of the output's last axis
 * @param threshold what counts as 0, with β 1; or null for half the mean of |kernel|, with that
 *     mean as β
 * @param activation applied at the end
 * @param useBias whether a bias is added
 * @param kernel the weight {@code [width, units]}
 * @param bias the weight {@code [units]}
 * @param activityRegularizer a penalty on the output, divided by the number of rows; or null
 */
public record TernaryDense(
    int units,
    @Nullable Float threshold,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions bias,
    @Nullable Regularizer activityRegularizer)
    implements Layer {
  public TernaryDense {
    if (units <= 0 || (threshold != null && !(threshold >= 0))) {
      throw new IllegalArgumentException(
          "TernaryDense(%d, threshold %s): units are 1 or more, the threshold 0 or more"
              .formatted(units, threshold));
    }
  }

  /** A linear layer with Keras's first values and the threshold that follows the kernel. */
  public static TernaryDense of(int units) {
    return new TernaryDense(
        units,
        null,
        Activations.LINEAR,
        true,
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        WeightOptions.of(Initializers.ZEROS),
        null);
  }

  public TernaryDense withThreshold(@Nullable Float threshold) {
    return new TernaryDense(
        units, threshold, activation, useBias, kernel, bias, activityRegularizer);
  }

  public TernaryDense withActivation(ActivationFunction activation) {
    return new TernaryDense(
        units, threshold, activation, useBias, kernel, bias, activityRegularizer);
  }

  public TernaryDense withUseBias(boolean useBias) {
    return new TernaryDense(
        units, threshold, activation, useBias, kernel, bias, activityRegularizer);
  }

  public TernaryDense withKernel(WeightOptions kernel) {
    return new TernaryDense(
        units, threshold, activation, useBias, kernel, bias, activityRegularizer);
  }

  public TernaryDense withBias(WeightOptions bias) {
    return new TernaryDense(
        units, threshold, activation, useBias, kernel, bias, activityRegularizer);
  }

  public TernaryDense withActivityRegularizer(@Nullable Regularizer regularizer) {
    return new TernaryDense(units, threshold, activation, useBias, kernel, bias, regularizer);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    Node weights = scope.weight("kernel", Shape.of(Inputs.known(x, -1), units), kernel);
    Node size = weights.abs();
    Node mean = size.mean();
    Node limit = threshold == null ? mean.mul(0.5f) : scope.graph().constant(threshold);
    Node ternary = weights.apply(Unary.SIGN).mul(size.greater(limit));
    Node out = x.matMul(weights.add(ternary.sub(weights).stopGradient()));
    if (threshold == null) {
      out = out.mul(mean);
    }
    if (useBias) {
      out = out.add(scope.weight("bias", Shape.of(units), bias));
    }
    return scope.activity(activityRegularizer, activation.apply(out));
  }
}
