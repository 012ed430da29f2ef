package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer: {@code activation(x · kernel + bias)} over the last axis of {@code
 * [batch, …, width]}, which becomes {@code units} long.
 *
 * @param units the length of the output's last axis
 * @param activation applied at the end
 * @param useBias whether a bias is added
 * @param kernel the weight {@code [width, units]}
 * @param bias the weight {@code [units]}
 * @param activityRegularizer a penalty on the output, divided by the number of rows; or null
 */
public record Dense(
    int units,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions bias,
    @Nullable Regularizer activityRegularizer)
    implements Layer {
  public Dense {
    if (units <= 0) {
      throw new IllegalArgumentException("Dense(%d): units are 1 or more".formatted(units));
    }
  }

  /** A linear layer with Keras's first values: Glorot's uniform kernel, a bias of zeros. */
  public static Dense of(int units) {
    return of(units, Activations.LINEAR);
  }

  /** A layer with an activation. */
  public static Dense of(int units, ActivationFunction activation) {
    return new Dense(
        units,
        activation,
        true,
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        WeightOptions.of(Initializers.ZEROS),
        null);
  }

  public Dense withActivation(ActivationFunction activation) {
    return new Dense(units, activation, useBias, kernel, bias, activityRegularizer);
  }

  public Dense withUseBias(boolean useBias) {
    return new Dense(units, activation, useBias, kernel, bias, activityRegularizer);
  }

  public Dense withKernel(WeightOptions kernel) {
    return new Dense(units, activation, useBias, kernel, bias, activityRegularizer);
  }

  public Dense withBias(WeightOptions bias) {
    return new Dense(units, activation, useBias, kernel, bias, activityRegularizer);
  }

  public Dense withKernelInitializer(Initializer initializer) {
    return withKernel(kernel.withInitializer(initializer));
  }

  public Dense withKernelRegularizer(@Nullable Regularizer regularizer) {
    return withKernel(kernel.withRegularizer(regularizer));
  }

  public Dense withKernelConstraint(@Nullable Constraint constraint) {
    return withKernel(kernel.withConstraint(constraint));
  }

  public Dense withBiasInitializer(Initializer initializer) {
    return withBias(bias.withInitializer(initializer));
  }

  public Dense withBiasRegularizer(@Nullable Regularizer regularizer) {
    return withBias(bias.withRegularizer(regularizer));
  }

  public Dense withBiasConstraint(@Nullable Constraint constraint) {
    return withBias(bias.withConstraint(constraint));
  }

  public Dense withActivityRegularizer(@Nullable Regularizer regularizer) {
    return new Dense(units, activation, useBias, kernel, bias, regularizer);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return call(scope, (x, spec) -> x.matMul(scope.weight(spec)), inputs);
  }

  /** The output by a way of multiplying by the kernel that a wrapping layer chooses. */
  Node call(Scope scope, BiFunction<Node, WeightSpec, Node> product, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    int width = Inputs.known(x, -1);
    Node out = product.apply(x, kernel.spec("kernel", Shape.of(width, units)));
    if (useBias) {
      out = out.add(scope.weight("bias", Shape.of(units), bias));
    }
    return scope.activity(activityRegularizer, activation.apply(out));
  }
}
