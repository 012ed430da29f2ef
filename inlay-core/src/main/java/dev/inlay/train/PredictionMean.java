package dev.inlay.train;

/** The mean of all predictions, as estimators report it beside {@link LabelMean}. */
public record PredictionMean() implements Metric {
  @Override
  public String name() {
    return "prediction/mean";
  }

  @Override
  public Mode direction() {
    return Mode.AUTO;
  }

  @Override
  public Accumulator start() {
    return Average.elementwise((y, p) -> p);
  }
}
