package dev.inlay.estimator;

import java.nio.file.Path;

/** Is told when a training writes checkpoints: TensorFlow's class of this name. */
public interface CheckpointSaverListener {
  /** Training begins. */
  default void begin(RunContext context) {}

  /** A checkpoint is about to be written. */
  default void beforeSave(RunContext context) {}

  /**
   * A checkpoint was written, whole. It may ask for the training to end.
   *
   * @param checkpoint its file
   */
  default void afterSave(RunContext context, Path checkpoint) {}

  /** Training ended; its last checkpoint is written. */
  default void end(RunContext context) {}
}
