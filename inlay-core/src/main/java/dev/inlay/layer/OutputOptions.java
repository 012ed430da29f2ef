package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a convolution's sums: {@code activation(sums + bias)}.
 *
 * @param activation applied at the end
 * @param useBias whether a bias is added
 * @param bias the weight {@code [filters]}
 * @param activityRegularizer a penalty on the output, divided by the number of rows; or null
 */
public record OutputOptions(
    ActivationFunction activation,
    boolean useBias,
    WeightOptions bias,
    @Nullable Regularizer activityRegularizer) {
  /** A bias that begins with zeros. */
  public static OutputOptions of(ActivationFunction activation) {
    return new OutputOptions(activation, true, WeightOptions.of(Initializers.ZEROS), null);
  }

  OutputOptions withActivation(ActivationFunction activation) {
    return new OutputOptions(activation, useBias, bias, activityRegularizer);
  }

  OutputOptions withUseBias(boolean useBias) {
    return new OutputOptions(activation, useBias, bias, activityRegularizer);
  }

  OutputOptions withBias(WeightOptions bias) {
    return new OutputOptions(activation, useBias, bias, activityRegularizer);
  }

  OutputOptions withActivityRegularizer(@Nullable Regularizer regularizer) {
    return new OutputOptions(activation, useBias, bias, regularizer);
  }

  Node of(Scope scope, Node sums) {
    Node out = sums;
    if (useBias) {
      out = out.add(scope.weight("bias", Shape.of(Inputs.known(sums, -1)), bias));
    }
    return scope.activity(activityRegularizer, activation.apply(out));
  }
}
