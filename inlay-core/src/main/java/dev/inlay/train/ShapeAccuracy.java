package dev.inlay.train;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What Keras makes of the word "accuracy": binary for one output, sparse categorical where labels
 * are class ids, else categorical. Outputs that are several yes-or-no answers at once want {@link
 * BinaryAccuracy} instead.
 */
public record ShapeAccuracy() implements Metric {
  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new Accumulator() {
      private @Nullable Accumulator chosen;

      @Override
      public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
        Accumulator counting = chosen;
        if (counting == null) {
          counting = choose(yTrue.shape(), yPred.shape()).start();
          chosen = counting;
        }
        counting.update(yTrue, yPred, sampleWeight);
      }

      @Override
      public double result() {
        return chosen == null ? 0 : chosen.result();
      }

      @Override
      public void reset() {
        chosen = null;
      }
    };
  }

  private static Metric choose(Shape yTrue, Shape yPred) {
    if (yPred.rank() < 2 || yPred.last() == 1) {
      return BinaryAccuracy.of();
    }
    boolean ids = yTrue.rank() < yPred.rank() || yTrue.last() == 1;
    return ids ? new SparseCategoricalAccuracy() : new CategoricalAccuracy();
  }
}
