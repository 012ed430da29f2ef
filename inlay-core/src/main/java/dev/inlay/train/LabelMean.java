package dev.inlay.train;

/** The mean of all labels, as estimators report it. */
public record LabelMean() implements Metric {
  @Override
  public String name() {
    return "label/mean";
  }

  @Override
  public Mode direction() {
    return Mode.AUTO;
  }

  @Override
  public Accumulator start() {
    return Average.elementwise((y, p) -> y);
  }
}
