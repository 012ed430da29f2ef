package dev.inlay.checkpoint;

import java.nio.file.Path;

/** A file is no whole checkpoint of a version that can be read. */
public final class DamagedCheckpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  DamagedCheckpointException(Path file, String what) {
    super("checkpoint " + file + ": " + what);
  }
}
