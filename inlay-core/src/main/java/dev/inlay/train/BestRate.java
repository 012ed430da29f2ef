package dev.inlay.train;

import dev.inlay.tensor.Tensor;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PrecisionAtRecall} and its like share: the best of one rate among the thresholds at
 * which another is good enough, 0 if there are none.
 *
 * @param least what the other rate must be at least
 */
record BestRate(
    int numThresholds, @Nullable Integer classId, float least, Rate constrained, Rate wanted) {
  /** The counts at one threshold. */
  record Counts(double tp, double fp, double tn, double fn) {}

  /** A share of two counts. */
  enum Rate {
    PRECISION(c -> ratio(c.tp(), c.fp())),
    /** Also called sensitivity. */
    RECALL(c -> ratio(c.tp(), c.fn())),
    SPECIFICITY(c -> ratio(c.tn(), c.fp()));

    private final ToDoubleFunction<Counts> of;

    Rate(ToDoubleFunction<Counts> of) {
      this.of = of;
    }

    private static double ratio(double part, double rest) {
      return part + rest == 0 ? 0 : part / (part + rest);
    }
  }

  BestRate {
    if (!(least >= 0 && least <= 1)) {
      throw new IllegalArgumentException("a rate is from 0 to 1, got " + least);
    }
    Settings.positive("thresholds", numThresholds);
  }

  Metric.Accumulator start() {
    Confusion confusion = Confusion.even(numThresholds);
    return new Metric.Accumulator() {
      @Override
      public boolean countsMasked() {
        return true;
      }

      @Override
      public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
        ThresholdMetric.add(confusion, yTrue, yPred, sampleWeight, 0, classId);
      }

      @Override
      public double result() {
        return best(confusion);
      }

      @Override
      public void reset() {
        confusion.reset();
      }
    };
  }

  private double best(Confusion confusion) {
    double[] tp = confusion.truePositives();
    double[] fp = confusion.falsePositives();
    double best = 0;
    for (int i = 0; i < tp.length; i++) {
      var counts =
          new Counts(tp[i], fp[i], confusion.negatives() - fp[i], confusion.positives() - tp[i]);
      // In 32 bits, as Keras compares.
      if ((float) constrained.of.applyAsDouble(counts) >= least) {
        best = Math.max(best, wanted.of.applyAsDouble(counts));
      }
    }
    return best;
  }
}
