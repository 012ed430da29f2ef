package dev.inlay.cli.job;

/** What kind of answer a model gives. */
public enum Task {
  /** To be inferred from the label's values. */
  AUTO,
  /** A number. */
  REGRESSION,
  /** One of two classes. */
  BINARY,
  /** One of three classes or more. */
  MULTICLASS,
  /** Any number of classes, as a list in one cell. */
  MULTILABEL,
  /** A class for each step of a sequence, as a list in one cell. */
  SEQUENCE
}
