package dev.inlay.layer;

/**
 * Something with {@link CellOptions}: a cell, or a layer made of one.
 *
 * @param <R> the class itself
 */
public interface CellSettings<R> {
  CellOptions cellOptions();

  R withCellOptions(CellOptions options);

  /** Of the candidate, and of an LSTM's second state. */
  default R withActivation(ActivationFunction activation) {
    return withCellOptions(cellOptions().withActivation(activation));
  }

  /** Whether a bias is added. */
  default R withUseBias(boolean useBias) {
    return withCellOptions(cellOptions().withUseBias(useBias));
  }

  /** The weights for the inputs. */
  default R withKernel(WeightOptions kernel) {
    return withCellOptions(cellOptions().withKernel(kernel));
  }

  /** The weights for the state, {@code recurrent_kernel}. */
  default R withRecurrent(WeightOptions recurrent) {
    return withCellOptions(cellOptions().withRecurrent(recurrent));
  }

  default R withBias(WeightOptions bias) {
    return withCellOptions(cellOptions().withBias(bias));
  }

  /** The part of the inputs that training drops, the same ones at every step. */
  default R withDropout(double rate) {
    return withCellOptions(cellOptions().withDropout(rate));
  }

  /** The part of the state that training drops, the same at every step. */
  default R withRecurrentDropout(double rate) {
    return withCellOptions(cellOptions().withRecurrentDropout(rate));
  }
}
