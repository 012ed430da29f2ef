package dev.inlay.train;

/** What becomes of the rows of an embedding table that a batch didn't look up. */
public enum Rows {
  /**
   * Nothing: a row is moved, and its slots decay, only in steps that look it up. TensorFlow's
   * sparse optimizers of the first generation do this for all optimizers but Adam.
   */
  LAZY,
  /**
   * Before a row is read, it makes up for all steps that it has missed, so results are those of
   * moving the whole table (up to rounding) while a step costs nothing for rows not seen.
   */
  EXACT,
  /** Each step moves the whole table. The time of a step grows with the table. */
  DENSE,
  /**
   * As {@link #DENSE}, and the gradients of an id that a batch looks up repeatedly are squared
   * apart before they are summed. This is what Keras 3 does on TensorFlow, and nobody else, Keras 3
   * on JAX included: only to repeat what was trained there.
   */
  KERAS_ON_TENSORFLOW
}
