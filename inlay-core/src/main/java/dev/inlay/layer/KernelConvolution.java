package dev.inlay.layer;

import org.jspecify.annotations.Nullable;

/**
 * A convolution with one kernel.
 *
 * @param <L> the layer itself
 */
public sealed interface KernelConvolution<L extends KernelConvolution<L>> extends Convolution<L>
    permits Conv1D,
        Conv1DTranspose,
        Conv2D,
        Conv2DTranspose,
        Conv3D,
        Conv3DTranspose,
        DepthwiseConv1D,
        DepthwiseConv2D {
  /** What may be said about the kernel. */
  WeightOptions kernel();

  /** The same layer with another kernel. */
  L withKernel(WeightOptions kernel);

  default L withKernelInitializer(Initializer initializer) {
    return withKernel(kernel().withInitializer(initializer));
  }

  default L withKernelRegularizer(@Nullable Regularizer regularizer) {
    return withKernel(kernel().withRegularizer(regularizer));
  }

  default L withKernelConstraint(@Nullable Constraint constraint) {
    return withKernel(kernel().withConstraint(constraint));
  }
}
