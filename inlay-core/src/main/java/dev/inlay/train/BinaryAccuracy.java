package dev.inlay.train;

/**
 * How often a label of 0 or 1 is on the same side of the threshold as its prediction.
 *
 * @param threshold predictions above it count as 1
 */
public record BinaryAccuracy(float threshold) implements Metric {
  public static BinaryAccuracy of() {
    return of(0.5f);
  }

  public static BinaryAccuracy of(float threshold) {
    return new BinaryAccuracy(threshold);
  }

  @Override
  public String name() {
    return "binary_accuracy";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return Average.elementwise((y, p) -> y == (p > threshold ? 1 : 0) ? 1 : 0);
  }
}
