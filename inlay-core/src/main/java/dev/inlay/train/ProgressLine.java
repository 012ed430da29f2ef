package dev.inlay.train;

import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** The line that {@link ProgressBar} shows for one epoch, in Keras's look. */
final class ProgressLine {
  private static final int WIDTH = 20;
  private static final long INTERVAL = 50_000_000;
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String GREY = "\u001b[37m";
  private static final String PLAIN = "\u001b[0m";

  private final boolean terminal;
  private final int steps;
  private final LongSupplier nanoTime;
  private final long start;
  private long afterFirst;
  private long lastDrawn;
  private int done;
  private int drawnWidth;

  /**
   * A line that starts now.
   *
   * @param terminal whether it is drawn again and again
   * @param steps how many there will be; -1 if nobody knows
   */
  ProgressLine(boolean terminal, int steps, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.steps = steps;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.lastDrawn = start - INTERVAL;
  }

  /** What to write after a step; nothing if it is too early to draw again. */
  String update(int step, Map<String, Double> logs) {
    long now = nanoTime.getAsLong();
    done = step;
    if (step == 1) {
      afterFirst = now;
    }
    if (!terminal || now - lastDrawn < INTERVAL) {
      return "";
    }
    lastDrawn = now;
    double perStep = perStep(now);
    String time = steps > 0 ? remaining(perStep * (steps - step)) : elapsed(now);
    return draw(time, perStep, logs);
  }

  /** What to write at the end. */
  String finish(Map<String, Double> logs) {
    long now = nanoTime.getAsLong();
    double perStep = perStep(now);
    String time = elapsed(now);
    return terminal
        ? draw(time, perStep, logs) + "\n"
        : "%d/%d - %s -%s%s\n".formatted(done, done, time, stepTime(perStep), values(logs));
  }

  private String draw(String time, double perStep, Map<String, Double> logs) {
    int total = steps > 0 ? steps : done;
    int digits = Integer.toString(total).length();
    String count =
        steps > 0 ? ("%" + digits + "d/%d").formatted(done, steps) : "%7d/Unknown".formatted(done);
    String rest = stepTime(perStep) + values(logs);
    StringBuilder line = new StringBuilder("\r");
    if (steps > 0) {
      int full = Math.min(WIDTH, (int) ((long) WIDTH * done / steps));
      line.append(BOLD).append(count).append(PLAIN).append(' ');
      if (full > 0) {
        line.append(GREEN).append("━".repeat(full)).append(PLAIN);
      }
      line.append(GREY).append("━".repeat(WIDTH - full)).append(PLAIN);
    } else {
      line.append(count);
    }
    line.append(' ').append(BOLD).append(time).append(PLAIN).append(rest);
    int width = count.length() + (steps > 0 ? 1 + WIDTH : 0) + 1 + time.length() + rest.length();
    line.append(" ".repeat(Math.max(0, drawnWidth - width)));
    drawnWidth = width;
    return line.toString();
  }

  /** Seconds a step takes; the first, which is slow, doesn't count where there are more. */
  private double perStep(long now) {
    if (done == 0) {
      return 0;
    }
    return done > 1 && afterFirst != 0
        ? seconds(now - afterFirst) / (done - 1)
        : seconds(now - start) / done;
  }

  private String elapsed(long now) {
    return String.format(Locale.ROOT, "%.0fs", seconds(now - start));
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private static String remaining(double seconds) {
    long s = (long) seconds;
    if (seconds > 3600) {
      return "%d:%02d:%02d".formatted(s / 3600, s % 3600 / 60, s % 60);
    }
    return seconds > 60 ? "%d:%02d".formatted(s / 60, s % 60) : s + "s";
  }

  private static String stepTime(double seconds) {
    if (seconds >= 1 || seconds == 0) {
      return String.format(Locale.ROOT, " %.0fs/step", seconds);
    }
    return seconds >= 1e-3
        ? String.format(Locale.ROOT, " %.0fms/step", seconds * 1e3)
        : String.format(Locale.ROOT, " %.0fus/step", seconds * 1e6);
  }

  private static String values(Map<String, Double> logs) {
    StringBuilder text = new StringBuilder();
    logs.forEach((name, value) -> text.append(" - ").append(name).append(": ").append(text(value)));
    return text.toString();
  }

  private static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    return String.format(Locale.ROOT, Math.abs(value) > 1e-3 ? "%.4f" : "%.4e", value);
  }
}
