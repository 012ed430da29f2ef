package dev.inlay.train;

import dev.inlay.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The root of the mean of (y - ŷ)². */
public record RootMeanSquaredError() implements Metric {
  @Override
  public String name() {
    return "root_mean_squared_error";
  }

  @Override
  public Mode direction() {
    return Mode.MIN;
  }

  @Override
  public Accumulator start() {
    Average squares = Average.elementwise((y, p) -> ((double) y - p) * ((double) y - p));
    return new Accumulator() {
      @Override
      public boolean countsMasked() {
        return true;
      }

      @Override
      public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
        squares.update(yTrue, yPred, sampleWeight);
      }

      @Override
      public double result() {
        return Math.sqrt(squares.result());
      }

      @Override
      public void reset() {
        squares.reset();
      }
    };
  }
}
