package dev.inlay.train;

/** A metric under another name. As {@code new Renamed("mae", …)}. */
public record Renamed(String name, Metric metric) implements Metric {
  @Override
  public Accumulator start() {
    return metric.start();
  }
}
