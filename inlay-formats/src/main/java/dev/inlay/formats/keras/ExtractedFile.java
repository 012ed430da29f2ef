package dev.inlay.formats.keras;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is there for a while. */
record ExtractedFile(Path path) implements AutoCloseable {
  static ExtractedFile empty() {
    try {
      return new ExtractedFile(Files.createTempFile("inlay", ".h5"));
    } catch (IOException e) {
      throw new UncheckedIOException("making a temporary file", e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("deleting " + path, e);
    }
  }
}
