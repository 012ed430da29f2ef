package dev.inlay.train;

import dev.inlay.engine.Stopwatch;
import dev.inlay.engine.Stopwatch.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the time of training went into. As text, a table.
 *
 * @param steps how many steps were timed
 * @param entries part by part, in the order of a step; they add up to the time that passed
 */
public record Profile(int steps, List<Entry> entries) {
  /** Layers shown in the table. */
  private static final int SHOWN = 12;

  /** Parts with a smaller share of a layer's time are not named. */
  private static final double SMALL = 0.005;

  public Profile {
    entries = List.copyOf(entries);
  }

  /**
   * The time of one part in one layer.
   *
   * @param part such as {@code forward}; {@link #seconds} has them all
   * @param layer the layer's path; empty for what belongs to none
   * @param seconds on the thread that trains
   */
  public record Entry(String part, String layer, double seconds) {}

  /** What a stopwatch says now. */
  static Profile of(Stopwatch watch, int steps) {
    return new Profile(
        steps,
        watch.laps().stream()
            .map(lap -> new Entry(lap.part().label(), lap.layer(), lap.nanos() / 1e9))
            .toList());
  }

  /** The seconds of each part; of those that took none too. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      seconds.put(part.label(), 0.0);
    }
    entries.forEach(e -> seconds.merge(e.part(), e.seconds(), Double::sum));
    return seconds;
  }

  /** The seconds of all parts together. */
  public double total() {
    return entries.stream().mapToDouble(Entry::seconds).sum();
  }

  /** This and the profile of further steps together. */
  public Profile and(Profile more) {
    Map<Entry, Double> sums = new LinkedHashMap<>();
    for (Profile each : List.of(this, more)) {
      for (Entry e : each.entries) {
        sums.merge(new Entry(e.part(), e.layer(), 0), e.seconds(), Double::sum);
      }
    }
    return new Profile(
        steps + more.steps,
        sums.entrySet().stream()
            .map(e -> new Entry(e.getKey().part(), e.getKey().layer(), e.getValue()))
            .toList());
  }

  @Override
  public String toString() {
    double total = Math.max(total(), Double.MIN_NORMAL);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, "%,d steps, %.3f ms each%n%n", steps, 1e3 * total() / Math.max(1, steps)));
    seconds().forEach((part, seconds) -> text.append(line(part, seconds, total, "")));
    Map<String, List<Entry>> byLayer =
        entries.stream()
            .filter(e -> !e.layer().isEmpty())
            .collect(Collectors.groupingBy(Entry::layer));
    List<String> slowest = new ArrayList<>(byLayer.keySet());
    slowest.sort(
        Comparator.comparingDouble((String layer) -> -sum(byLayer.getOrDefault(layer, List.of())))
            .thenComparing(Comparator.naturalOrder()));
    text.append(System.lineSeparator());
    for (String layer : slowest.subList(0, Math.min(SHOWN, slowest.size()))) {
      List<Entry> of = byLayer.getOrDefault(layer, List.of());
      String parts =
          of.stream()
              .filter(e -> e.seconds() >= SMALL * sum(of))
              .map(
                  e -> String.format(Locale.ROOT, "%s %.0f%%", e.part(), 100 * e.seconds() / total))
              .collect(Collectors.joining(", "));
      text.append(line(layer, sum(of), total, parts));
    }
    if (slowest.size() > SHOWN) {
      text.append("and ").append(slowest.size() - SHOWN).append(" layers that took less");
    }
    return text.toString().stripTrailing();
  }

  private String line(String name, double seconds, double total, String more) {
    return String.format(
                Locale.ROOT,
                "%-24s %9.3f ms %4.0f%%   %s",
                name,
                1e3 * seconds / Math.max(1, steps),
                100 * seconds / total,
                more)
            .stripTrailing()
        + System.lineSeparator();
  }

  private static double sum(List<Entry> entries) {
    return entries.stream().mapToDouble(Entry::seconds).sum();
  }
}
