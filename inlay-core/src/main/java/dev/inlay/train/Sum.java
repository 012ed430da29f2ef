package dev.inlay.train;

import dev.inlay.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The sum of values: as a metric of a model, of its predictions, whatever the labels. */
public record Sum() implements Metric {
  @Override
  public String name() {
    return "sum";
  }

  @Override
  public Mode direction() {
    return Mode.AUTO;
  }

  @Override
  public Accumulator start() {
    return new Accumulator() {
      private double sum;

      @Override
      public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
        SampleWeights weights = SampleWeights.of(sampleWeight, yPred.shape());
        float[] values = yPred.toFloats().data();
        for (int i = 0; i < values.length; i++) {
          sum += weights.at(i) * values[i];
        }
      }

      @Override
      public double result() {
        return sum;
      }

      @Override
      public void reset() {
        sum = 0;
      }
    };
  }
}
