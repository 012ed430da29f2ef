package dev.inlay.train;

import dev.inlay.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The area under a curve of a binary classifier, approximated by sums at evenly spread thresholds
 * as Keras does (keras/src/metrics/confusion_metrics.py).
 *
 * @param numThresholds how many points the curve has, its two ends among them
 * @param fromLogits whether predictions are logits, to which a sigmoid has still to be applied
 */
public record Auc(
    int numThresholds, Curve curve, SummationMethod summationMethod, boolean fromLogits)
    implements Metric {
  /** Which curve. */
  public enum Curve {
    /** Share of positives found over share of false alarms. */
    ROC,
    /** Precision over recall. */
    PR
  }

  /** How the area between two points is taken. */
  public enum SummationMethod {
    /**
     * ROC: by the trapezoid. PR: by the interpolation of Davis and Goadrich (2006), for precision
     * is no straight line between two points.
     */
    INTERPOLATION,
    /** By the higher of the two points. */
    MAJORING,
    /** By the lower of the two points. */
    MINORING
  }

  public Auc {
    if (numThresholds < 2) {
      throw new IllegalArgumentException("AUC wants two thresholds or more, got " + numThresholds);
    }
  }

  /** Under the ROC curve, at 200 thresholds. */
  public static Auc of() {
    return of(Curve.ROC);
  }

  public static Auc of(Curve curve) {
    return new Auc(200, curve, SummationMethod.INTERPOLATION, false);
  }

  public Auc withNumThresholds(int count) {
    return new Auc(count, curve, summationMethod, fromLogits);
  }

  public Auc withSummationMethod(SummationMethod method) {
    return new Auc(numThresholds, curve, method, fromLogits);
  }

  public Auc withFromLogits(boolean logits) {
    return new Auc(numThresholds, curve, summationMethod, logits);
  }

  @Override
  public String name() {
    return "auc";
  }

  @Override
  public Accumulator start() {
    Confusion confusion = Confusion.even(numThresholds);
    return new Accumulator() {
      @Override
      public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
        float[] y = yTrue.toFloats().data();
        float[] p = yPred.toFloats().data();
        if (y.length != p.length) {
          throw new IllegalArgumentException(
              "AUC wants a label for each prediction, got shapes %s and %s"
                  .formatted(yTrue.shape(), yPred.shape()));
        }
        SampleWeights weights = SampleWeights.of(sampleWeight, yPred.shape());
        for (int i = 0; i < p.length; i++) {
          confusion.add(y[i], fromLogits ? sigmoid(p[i]) : p[i], weights.at(i));
        }
      }

      @Override
      public double result() {
        return area(confusion);
      }

      @Override
      public void reset() {
        confusion.reset();
      }
    };
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  private double area(Confusion confusion) {
    double[] tp = confusion.truePositives();
    double[] fp = confusion.falsePositives();
    double positives = confusion.positives();
    double area = 0;
    for (int i = 0; i + 1 < tp.length; i++) {
      if (curve == Curve.PR && summationMethod == SummationMethod.INTERPOLATION) {
        area += interpolated(tp[i], fp[i], tp[i + 1], fp[i + 1], positives);
      } else if (curve == Curve.PR) {
        double width = ratio(tp[i] - tp[i + 1], positives);
        double here = ratio(tp[i], tp[i] + fp[i]);
        area += width * height(here, ratio(tp[i + 1], tp[i + 1] + fp[i + 1]));
      } else {
        double width = ratio(fp[i] - fp[i + 1], confusion.negatives());
        area += width * height(ratio(tp[i], positives), ratio(tp[i + 1], positives));
      }
    }
    return area;
  }

  private double height(double a, double b) {
    return switch (summationMethod) {
      case INTERPOLATION -> (a + b) / 2;
      case MAJORING -> Math.max(a, b);
      case MINORING -> Math.min(a, b);
    };
  }

  /** The area between two points, true positives growing evenly with the number of positives. */
  private static double interpolated(
      double tp, double fp, double nextTp, double nextFp, double positives) {
    double p = tp + fp;
    double nextP = nextTp + nextFp;
    double slope = ratio(tp - nextTp, Math.max(0, p - nextP));
    double intercept = nextTp - slope * nextP;
    double growth = p > 0 && nextP > 0 ? p / nextP : 1;
    return ratio(slope * (tp - nextTp + intercept * Math.log(growth)), positives);
  }

  private static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }
}
