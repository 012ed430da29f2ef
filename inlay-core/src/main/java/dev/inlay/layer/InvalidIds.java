package dev.inlay.layer;

/** What an {@link Embedding} makes of ids below 0 and beyond its last row. */
public sealed interface InvalidIds {
  /** Rules without a setting. */
  enum Rule implements InvalidIds {
    /** They are an error that names the feature, the row and the id. The default. */
    ERROR,
    /** They count as the nearest id there is. */
    CLIP,
    /** They give zeros and take no gradient. */
    ZERO
  }

  /**
   * They count as one id that is set aside for them.
   *
   * @param id the id, from 0
   */
  record Row(int id) implements InvalidIds {}
}
