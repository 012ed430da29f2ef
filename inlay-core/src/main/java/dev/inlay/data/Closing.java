package dev.inlay.data;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Closes what may throw checked exceptions. */
final class Closing {
  private Closing() {}

  static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("closing " + closeable + " failed", e);
    }
  }
}
