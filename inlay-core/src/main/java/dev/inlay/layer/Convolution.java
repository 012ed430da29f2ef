package dev.inlay.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all convolutions have in common: a window, gaps in it, a bias and an activation.
 *
 * <p>A masked step is taken as zeros, as if it lay beyond the end. A step of the output counts if
 * its window sees one that does; where steps keep their places (stride 1, {@code SAME} or {@code
 * CAUSAL}), those count that did. Keras drops masks here.
 *
 * @param <L> the layer itself
 */
public sealed interface Convolution<L extends Convolution<L>> extends Windowed<L>
    permits KernelConvolution, SeparableConv1D, SeparableConv2D {
  /** The distance between the places that the window sees, along each axis. */
  List<Integer> dilationRate();

  /** Bias, activation, penalty. */
  OutputOptions output();

  /** The same layer with other gaps: one number for each axis, or one for all. */
  L withDilationRate(int... dilationRate);

  /** The same layer with another end. */
  L withOutput(OutputOptions output);

  /** The length of the window: one number for each axis, or one for all. */
  default L withKernelSize(int... kernelSize) {
    return withWindow(window().withSize(kernelSize));
  }

  default L withActivation(ActivationFunction activation) {
    return withOutput(output().withActivation(activation));
  }

  default L withUseBias(boolean useBias) {
    return withOutput(output().withUseBias(useBias));
  }

  default L withBias(WeightOptions bias) {
    return withOutput(output().withBias(bias));
  }

  default L withBiasInitializer(Initializer initializer) {
    return withBias(output().bias().withInitializer(initializer));
  }

  default L withBiasRegularizer(@Nullable Regularizer regularizer) {
    return withBias(output().bias().withRegularizer(regularizer));
  }

  default L withBiasConstraint(@Nullable Constraint constraint) {
    return withBias(output().bias().withConstraint(constraint));
  }

  default L withActivityRegularizer(@Nullable Regularizer regularizer) {
    return withOutput(output().withActivityRegularizer(regularizer));
  }
}
