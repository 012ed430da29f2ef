package dev.inlay.formats;

import java.nio.file.Path;

/** A file is broken, cut short, or not what its name says. */
public final class DamagedFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong with a file.
   *
   * @param what without the file's name, which is put in front
   */
  public DamagedFileException(Path file, String what) {
    super(file + ": " + what);
  }

  /** Says what is wrong with a file in the words of another error. */
  public DamagedFileException(Path file, Exception cause) {
    super(file + ": " + cause.getMessage(), cause);
  }
}
