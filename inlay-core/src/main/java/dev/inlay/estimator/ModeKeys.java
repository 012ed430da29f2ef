package dev.inlay.estimator;

/** What a model function is asked for. */
public enum ModeKeys {
  /** A loss, and who makes it small. Dropout drops. */
  TRAIN,
  /** A loss, and what is measured. */
  EVAL,
  /** Predictions; there are no labels. */
  PREDICT
}
