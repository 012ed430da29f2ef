package dev.inlay.layer;

import org.jspecify.annotations.Nullable;

/**
 * How a recurrent layer takes a sequence, and what it gives.
 *
 * @param returnSequences whether the output has all steps, {@code [batch, steps, …]}, not only the
 *     last, {@code [batch, …]}
 * @param returnState whether the states after the last step are further outputs
 * @param goBackwards whether steps are taken from the last to the first; outputs are in the order
 *     taken
 * @param stateful whether a batch goes on from the states that the one before left, row by row
 * @param zeroOutputForMask whether steps that a mask leaves out have zeros as their output, not the
 *     output of the step before
 * @param unroll whether a recurrence that isn't one op is written out step by step, for which the
 *     number of steps must be known, and not a loop
 * @param activityRegularizer a penalty on the outputs, or null
 */
public record SequenceOptions(
    boolean returnSequences,
    boolean returnState,
    boolean goBackwards,
    boolean stateful,
    boolean zeroOutputForMask,
    boolean unroll,
    @Nullable Regularizer activityRegularizer) {
  /** Keras's defaults: only the last step's output. */
  public static SequenceOptions of() {
    return new SequenceOptions(false, false, false, false, false, false, null);
  }

  public SequenceOptions withReturnSequences(boolean returnSequences) {
    return new SequenceOptions(
        returnSequences,
        returnState,
        goBackwards,
        stateful,
        zeroOutputForMask,
        unroll,
        activityRegularizer);
  }

  public SequenceOptions withReturnState(boolean returnState) {
    return new SequenceOptions(
        returnSequences,
        returnState,
        goBackwards,
        stateful,
        zeroOutputForMask,
        unroll,
        activityRegularizer);
  }

  public SequenceOptions withGoBackwards(boolean goBackwards) {
    return new SequenceOptions(
        returnSequences,
        returnState,
        goBackwards,
        stateful,
        zeroOutputForMask,
        unroll,
        activityRegularizer);
  }

  public SequenceOptions withStateful(boolean stateful) {
    return new SequenceOptions(
        returnSequences,
        returnState,
        goBackwards,
        stateful,
        zeroOutputForMask,
        unroll,
        activityRegularizer);
  }

  public SequenceOptions withZeroOutputForMask(boolean zeroOutputForMask) {
    return new SequenceOptions(
        returnSequences,
        returnState,
        goBackwards,
        stateful,
        zeroOutputForMask,
        unroll,
        activityRegularizer);
  }

  public SequenceOptions withActivityRegularizer(@Nullable Regularizer regularizer) {
    return new SequenceOptions(
        returnSequences,
        returnState,
        goBackwards,
        stateful,
        zeroOutputForMask,
        unroll,
        regularizer);
  }

  public SequenceOptions withUnroll(boolean unroll) {
    return new SequenceOptions(
        returnSequences,
        returnState,
        goBackwards,
        stateful,
        zeroOutputForMask,
        unroll,
        activityRegularizer);
  }
}
