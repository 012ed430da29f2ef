package dev.inlay.train;

/** A metric under another name. Made by {@link Metric#named}. */
public record Renamed(String name, Metric metric) implements Metric {
  @Override
  public Mode direction() {
    return metric.direction();
  }

  @Override
  public Accumulator start() {
    return metric.start();
  }
}
