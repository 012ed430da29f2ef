package dev.inlay.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The library's warnings, as lines on standard error. */
final class Logging extends Handler {
  /** Held, because loggers that nobody holds are forgotten with their settings. */
  private static final Logger LIBRARY = Logger.getLogger("dev.inlay");

  private static final SimpleFormatter FORMATTER = new SimpleFormatter();

  private final PrintWriter err;

  private Logging(PrintWriter err) {
    this.err = err;
  }

  static void to(PrintWriter err) {
    LIBRARY.setUseParentHandlers(false);
    LIBRARY.setLevel(Level.WARNING);
    for (Handler handler : LIBRARY.getHandlers()) {
      LIBRARY.removeHandler(handler);
    }
    LIBRARY.addHandler(new Logging(err));
  }

  @Override
  public void publish(LogRecord message) {
    err.println(
        message.getLevel().getName().toLowerCase(Locale.ROOT)
            + ": "
            + FORMATTER.formatMessage(message));
    err.flush();
  }

  @Override
  public void flush() {
    err.flush();
  }

  @Override
  public void close() {}
}
