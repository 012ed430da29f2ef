package dev.inlay.train;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The area under a curve of a binary classifier, approximated by sums at thresholds as Keras does
 * (keras/src/metrics/confusion_metrics.py).
 *
 * @param numThresholds how many points the curve has, its two ends among them
 * @param thresholds the points between the two ends, if they aren't evenly spread; else empty
 * @param multiLabel whether each column of the predictions has a curve of its own; the result is
 *     then the mean of their areas
 * @param labelWeights how much each column counts; all the same if empty
 * @param fromLogits whether predictions are logits, to which a sigmoid has still to be applied
 */
public record Auc(
    int numThresholds,
    Curve curve,
    SummationMethod summationMethod,
    List<Float> thresholds,
    boolean multiLabel,
    List<Float> labelWeights,
    boolean fromLogits)
    implements Metric {
  /** Which curve. */
  public enum Curve {
    /** Share of positives found over share of false alarms. */
    ROC,
    /** Precision over recall. */
    PR,
    /** Precision gain over recall gain (Flach and Kull 2015). */
    PRGAIN
  }

  /** How the area between two points is taken. */
  public enum SummationMethod {
    /**
     * By the trapezoid; PR by the interpolation of Davis and Goadrich (2006), for precision is no
     * straight line between two points.
     */
    INTERPOLATION,
    /** By the higher of the two points. */
    MAJORING,
    /** By the lower of the two points. */
    MINORING
  }

  public Auc {
    thresholds = thresholds.stream().sorted().toList();
    labelWeights = List.copyOf(labelWeights);
    ThresholdMetric.check(thresholds, 0);
    if (!thresholds.isEmpty()) {
      numThresholds = thresholds.size() + 2;
    }
    if (numThresholds < 2) {
      throw new IllegalArgumentException("AUC wants two thresholds or more, got " + numThresholds);
    }
  }

  /** Under the ROC curve, at 200 thresholds. */
  public static Auc of() {
    return of(Curve.ROC);
  }

  public static Auc of(Curve curve) {
    return new Auc(200, curve, SummationMethod.INTERPOLATION, List.of(), false, List.of(), false);
  }

  public Auc withNumThresholds(int count) {
    return new Auc(count, curve, summationMethod, List.of(), multiLabel, labelWeights, fromLogits);
  }

  /** At thresholds of one's own; the two ends are added to them. */
  public Auc withThresholds(float... between) {
    return new Auc(
        between.length + 2,
        curve,
        summationMethod,
        Precision.listOf(between),
        multiLabel,
        labelWeights,
        fromLogits);
  }

  public Auc withSummationMethod(SummationMethod method) {
    return new Auc(numThresholds, curve, method, thresholds, multiLabel, labelWeights, fromLogits);
  }

  /** With a curve for each column. */
  public Auc withMultiLabel(boolean apart) {
    return new Auc(
        numThresholds, curve, summationMethod, thresholds, apart, labelWeights, fromLogits);
  }

  /** With weights of the columns. */
  public Auc withLabelWeights(float... weights) {
    return new Auc(
        numThresholds,
        curve,
        summationMethod,
        thresholds,
        multiLabel,
        Precision.listOf(weights),
        fromLogits);
  }

  public Auc withFromLogits(boolean logits) {
    return new Auc(
        numThresholds, curve, summationMethod, thresholds, multiLabel, labelWeights, logits);
  }

  @Override
  public String name() {
    return "auc";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new Counting();
  }

  /** Counts for each curve. */
  private final class Counting implements Accumulator {
    /** One for all, or one for each column; made when the number of columns is known. */
    private Confusion[] curves = {};

    @Override
    public boolean countsMasked() {
      return true;
    }

    @Override
    public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
      float[] y = yTrue.toFloats().data();
      float[] p = yPred.toFloats().data();
      if (y.length != p.length) {
        throw new IllegalArgumentException(
            "AUC wants a label for each prediction, got shapes %s and %s"
                .formatted(yTrue.shape(), yPred.shape()));
      }
      int columns = columns(yPred.shape());
      if (curves.length == 0) {
        curves = new Confusion[multiLabel ? columns : 1];
        for (int i = 0; i < curves.length; i++) {
          curves[i] = confusion();
        }
      }
      SampleWeights weights = SampleWeights.of(sampleWeight, yPred.shape());
      for (int i = 0; i < p.length; i++) {
        int column = i % columns;
        double weight =
            weights.at(i) * (multiLabel || labelWeights.isEmpty() ? 1 : labelWeights.get(column));
        curves[multiLabel ? column : 0].add(y[i], fromLogits ? sigmoid(p[i]) : p[i], weight);
      }
    }

    private int columns(Shape yPred) {
      int columns = yPred.rank() == 0 ? 1 : yPred.last();
      if (multiLabel && (yPred.rank() != 2 || (curves.length > 0 && curves.length != columns))) {
        throw new IllegalArgumentException(
            "AUC of several labels wants predictions [batch, labels], got shape " + yPred);
      }
      if (!labelWeights.isEmpty() && labelWeights.size() != columns) {
        throw new IllegalArgumentException(
            "AUC has %d label weights for %d columns".formatted(labelWeights.size(), columns));
      }
      return columns;
    }

    @Override
    public double result() {
      double sum = 0;
      double all = 0;
      for (int i = 0; i < curves.length; i++) {
        double weight = multiLabel && !labelWeights.isEmpty() ? labelWeights.get(i) : 1;
        sum += weight * area(curves[i]);
        all += weight;
      }
      return ratio(sum, all);
    }

    @Override
    public void reset() {
      for (Confusion each : curves) {
        each.reset();
      }
    }
  }

  private Confusion confusion() {
    if (thresholds.isEmpty()) {
      return Confusion.evenAndBeyond(numThresholds);
    }
    float[] between = new float[thresholds.size()];
    for (int i = 0; i < between.length; i++) {
      between[i] = thresholds.get(i);
    }
    return Confusion.atAndBeyond(between);
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  private double area(Confusion confusion) {
    double[] tp = confusion.truePositives();
    double[] fp = confusion.falsePositives();
    double positives = confusion.positives();
    double negatives = confusion.negatives();
    double area = 0;
    for (int i = 0; i + 1 < tp.length; i++) {
      int next = i + 1;
      area +=
          switch (curve) {
            case ROC -> {
              double width = ratio(fp[i] - fp[next], negatives);
              yield width * height(ratio(tp[i], positives), ratio(tp[next], positives));
            }
            case PR ->
                summationMethod == SummationMethod.INTERPOLATION
                    ? interpolated(tp[i], fp[i], tp[next], fp[next], positives)
                    : ratio(tp[i] - tp[next], positives)
                        * height(ratio(tp[i], tp[i] + fp[i]), ratio(tp[next], tp[next] + fp[next]));
            case PRGAIN -> {
              double scale = ratio(positives, negatives);
              double width =
                  recallGain(scale, tp[i], positives) - recallGain(scale, tp[next], positives);
              yield width
                  * height(
                      precisionGain(scale, tp[i], fp[i]), precisionGain(scale, tp[next], fp[next]));
            }
          };
    }
    return area;
  }

  private double height(double here, double next) {
    return switch (summationMethod) {
      case INTERPOLATION -> (here + next) / 2;
      case MAJORING -> Math.max(here, next);
      case MINORING -> Math.min(here, next);
    };
  }

  private static double recallGain(double scale, double tp, double positives) {
    return tp == 0 ? 0 : Math.max(0, 1 - scale * (positives - tp) / tp);
  }

  private static double precisionGain(double scale, double tp, double fp) {
    return tp == 0 ? 1 : 1 - scale * fp / tp;
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
