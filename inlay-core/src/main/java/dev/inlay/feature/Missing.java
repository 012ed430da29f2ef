package dev.inlay.feature;

/**
 * What becomes of a row in which a column's value is missing: a number that is NaN, or a
 * categorical feature without any value (none in a ragged row, only {@code ""} or -1 in others). A
 * value that is there but not in a vocabulary is not missing.
 */
public sealed interface Missing {
  /** Rules without a setting. */
  enum Rule implements Missing {
    /** It is an error that names the column and the row. The default of numbers. */
    REFUSE,
    /**
     * The row has no category, which gives zeros. A number becomes 0 after it would have been
     * normalized, so that it adds nothing. The default of categories, as in TensorFlow.
     */
    DROP,
    /** The number 0, which is then normalized; of categories, zeros as with {@link #DROP}. */
    ZERO,
    /** A row of the table, or a number, that is learned for it. */
    LEARN
  }

  /**
   * The row counts as one of this category.
   *
   * @param id from 0
   */
  record Id(int id) implements Missing {}
}
