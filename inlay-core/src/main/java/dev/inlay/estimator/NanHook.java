package dev.inlay.estimator;

import static java.lang.System.Logger.Level.WARNING;

import dev.inlay.model.NonFiniteLossException;

/**
 * Decides what a loss that isn't finite does: TensorFlow's {@code NanTensorHook}. Without this hook
 * it is an error; the step that would have spoiled the weights is never made.
 *
 * @param failOnNanLoss whether it is an error; else training ends with a warning
 */
public record NanHook(boolean failOnNanLoss) implements Hook {
  @Override
  public Observer start(RunContext context) {
    return new Observer() {
      @Override
      public boolean notFinite(NonFiniteLossException error) {
        if (!failOnNanLoss) {
          Driver.LOG.log(WARNING, () -> "training ends: " + error.getMessage());
        }
        return !failOnNanLoss;
      }
    };
  }
}
