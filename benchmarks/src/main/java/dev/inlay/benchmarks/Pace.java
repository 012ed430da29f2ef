package dev.inlay.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How steps are timed, by one rule for all engines: they are made until their speed has settled,
 * which is when compilers are done, and only then do they count.
 *
 * <p>Time is cut into windows of a tenth of a second, or of one step if that takes longer. Speed
 * has settled when four successive groups of five windows have medians within {@value #AGREEMENT}
 * of one another and there were {@value #FEWEST} steps; or {@value #LONGEST} seconds after the
 * first step, whatever it does then: half of that where the process has measured another size of
 * the model before.
 */
final class Pace {
  private static final double WINDOW = 0.1;
  private static final int GROUP = 5;
  private static final int GROUPS = 4;
  private static final double AGREEMENT = 0.08;
  private static final int FEWEST = 50;

  /** Seconds after which speed counts as settled. */
  static final double LONGEST = 8;

  private final double seconds;
  private final double longest;
  private final LongSupplier nanos;

  /**
   * @param seconds how long the steps that count take together
   * @param longest after how many seconds speed counts as settled, whatever it does
   * @param nanos the time
   */
  Pace(double seconds, double longest, LongSupplier nanos) {
    this.seconds = seconds;
    this.longest = longest;
    this.nanos = nanos;
  }

  /**
   * What was measured.
   *
   * @param rates steps a second of each window that counts
   * @param warmUp seconds from the first step until speed had settled
   * @param toNinety seconds from the first step until a window was nine tenths as fast as those
   *     that count
   */
  @SuppressWarnings("ArrayRecordComponent") // goes straight into figures
  record Result(double[] rates, double warmUp, double toNinety) {}

  /** Steps, windows of them, and when these ended. */
  private static final class Windows {
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> ends = new ArrayList<>();
    private long steps;
  }

  Result of(Runnable step) {
    long start = nanos.getAsLong();
    // The first step makes the tables, which for large ones takes longer than all the rest.
    step.run();
    double first = since(start);
    Windows warm = new Windows();
    while (!hasSettled(warm) && since(start) - first < longest) {
      window(step, warm, start);
    }
    double warmUp = since(start);
    Windows counting = new Windows();
    while (since(start) < warmUp + seconds) {
      window(step, counting, start);
    }
    double[] rates = counting.rates.stream().mapToDouble(Double::doubleValue).toArray();
    double nine = 0.9 * Figure.quantile(rates, 0.5);
    double toNinety = warmUp;
    for (int i = warm.rates.size() - 1; i >= 0; i--) {
      toNinety = warm.rates.get(i) >= nine ? warm.ends.get(i) : toNinety;
    }
    return new Result(rates, warmUp, toNinety);
  }

  private void window(Runnable step, Windows windows, long start) {
    double begin = since(start);
    double now = begin;
    long before = windows.steps;
    while (now - begin < WINDOW) {
      step.run();
      windows.steps++;
      now = since(start);
    }
    windows.rates.add((windows.steps - before) / (now - begin));
    windows.ends.add(now);
  }

  private static boolean hasSettled(Windows windows) {
    int count = windows.rates.size();
    if (windows.steps < FEWEST || count < GROUP * GROUPS) {
      return false;
    }
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int g = 0; g < GROUPS; g++) {
      double[] group =
          windows.rates.subList(count - (g + 1) * GROUP, count - g * GROUP).stream()
              .mapToDouble(Double::doubleValue)
              .toArray();
      double median = Figure.quantile(group, 0.5);
      least = Math.min(least, median);
      most = Math.max(most, median);
    }
    return most <= least * (1 + AGREEMENT);
  }

  private double since(long start) {
    return (nanos.getAsLong() - start) / 1e9;
  }
}
