package dev.inlay.engine;

/**
 * The arithmetic by which an optimizer moves weights. Slots are tables of the variable's own shape,
 * so a weight and its slots have one place: chunk and offset are the same in all of them. A slot
 * may also have one number for each row; then chunk and row are the same.
 *
 * <p>Methods are called from several threads at once, on ranges that don't overlap. An element's
 * new value may depend only on its own weight, slots and gradient, on the arguments, and on what
 * stays fixed during one {@link Run#apply}: the engine cuts ranges as it likes, though not within a
 * row.
 */
public interface UpdateRule {
  /** How many slots each weight has. */
  int slots();

  /**
   * Moves {@code w[at .. at + n)} and {@code slots[s][at .. at + n)} by the gradients {@code g[from
   * .. from + n)}. A range is a block of a dense weight, or one row of a table whose repeated ids
   * have been summed.
   *
   * @param hyper {@link Slots.Entry#hyper()}: whatever the optimizer has put there for this step
   */
  void update(float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper);

  /**
   * As {@link #update}, but where a rule squares a gradient it takes the squares at hand: the sums
   * of the squares of what was summed. Only {@link Slots.Sparse#APART} calls this.
   *
   * @param squares lie as {@code g} does; may be written to
   */
  default void updateApart(
      float[] w,
      float[][] slots,
      int at,
      float[] g,
      float[] squares,
      int from,
      int n,
      float[] hyper) {
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " can't square the gradients of a repeated id apart");
  }

  /**
   * Whether {@link #updateApart} wants the sums of the gradients' sizes, |g|, in place of those of
   * their squares.
   */
  default boolean wantsSizesApart() {
    return false;
  }

  /**
   * Does to a row what the steps {@code after + 1 .. upTo} would have done to it with gradients of
   * zero. Only where rows catch up, {@link Slots.Entry#lastStep}, this is called.
   *
   * @param after the last step that the row has seen; 0 before any
   * @param upTo the last step that was applied to the variable
   */
  default void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " can't make up for missed steps");
  }
}
