package dev.inlay.train;

import dev.inlay.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The accuracy of always saying what most labels of 0 and 1 say, as estimators report it. */
public record AccuracyBaseline() implements Metric {
  @Override
  public String name() {
    return "accuracy_baseline";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    Accumulator mean = new LabelMean().start();
    return new Accumulator() {
      @Override
      public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
        mean.update(yTrue, yPred, sampleWeight);
      }

      @Override
      public double result() {
        return Math.max(mean.result(), 1 - mean.result());
      }

      @Override
      public void reset() {
        mean.reset();
      }
    };
  }
}
