package dev.inlay.model;

/**
 * Training stopped because the loss became infinite or not a number. The step that made it so was
 * not applied: the model keeps the weights from before.
 */
public final class NonFiniteLossException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long step;

  NonFiniteLossException(long step, float loss, String where) {
    super(
        "step %,d: the loss is %s; %s. The model keeps the weights from before this step. Try a lower learning rate, clipped gradients, or inputs scaled to about -1 to 1; for a loss on probabilities, one from logits"
            .formatted(step, loss, where));
    this.step = step;
  }

  /** The step that was not applied, counted from 1. */
  public long step() {
    return step;
  }
}
