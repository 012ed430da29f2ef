package dev.inlay.formats.keras;

import dev.inlay.model.Model;
import java.nio.file.Path;

/** Models from Keras and for Keras. */
public final class Keras {
  private Keras() {}

  /**
   * Reads a model: a {@code .keras} file of Keras 3. If it was compiled, it is again, and training
   * goes on as if it had never stopped.
   *
   * @throws dev.inlay.formats.DamagedFileException if the file is broken
   * @throws UnsupportedOperationException naming the layer, loss, optimizer or setting that is
   *     missing here
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static Model load(Path file) {
    return reader().load(file);
  }

  /** What reads files as a user wants them read. */
  public static KerasReader reader() {
    return KerasReader.of();
  }
}
