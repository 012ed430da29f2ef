package dev.inlay.cli.run;

import java.util.Locale;

/** Shows how an epoch goes on: a bar on a terminal, a line at its end. */
final class Progress {
  private static final long INTERVAL = 100_000_000;
  private static final int WIDTH = 24;

  private final Screen screen;
  private final String title;
  private final long steps;
  private final long start = System.nanoTime();
  private long drawn = start;
  private long done;
  private long counted;
  private double losses;

  /**
   * An epoch begins.
   *
   * @param done how many of its steps were made before
   */
  Progress(Screen screen, String title, long steps, long done) {
    this.screen = screen;
    this.title = title;
    this.steps = steps;
    this.done = done;
  }

  void step(double loss) {
    done++;
    counted++;
    losses += loss;
    long now = System.nanoTime();
    if (screen.terminal() && now - drawn > INTERVAL) {
      drawn = now;
      int full = (int) (WIDTH * done / steps);
      screen.draw(
          "\r%s [%s%s] loss %s"
              .formatted(title, "=".repeat(full), " ".repeat(WIDTH - full), Metrics.text(loss())));
    }
  }

  /** The mean loss of the steps seen. */
  double loss() {
    return counted == 0 ? Double.NaN : losses / counted;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Ends the line. */
  void end(String more) {
    screen.say(
        "%s%s  loss %s%s  %s s"
            .formatted(
                screen.terminal() ? "\r\u001b[K" : "",
                title,
                Metrics.text(loss()),
                more,
                String.format(Locale.ROOT, "%.1f", seconds())));
  }
}
