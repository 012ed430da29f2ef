package dev.inlay.formats.keras;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file is broken, cut short, or not what its name says. */
public final class DamagedFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  DamagedFileException(Path file, @Nullable String what) {
    super(file + ": " + what);
  }

  DamagedFileException(Path file, Exception cause) {
    super(file + ": " + cause.getMessage(), cause);
  }
}
