package dev.inlay.train;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * (1 + β²) precision recall / (β² precision + recall), for classes in one-hot labels or several
 * yes-or-no answers.
 *
 * @param average how the scores of the classes become one
 * @param beta how many times as important recall is as precision
 * @param threshold predictions above it count as yes; if null, the largest of a row does, unless it
 *     is 0
 */
public record FBetaScore(Averaging average, float beta, @Nullable Float threshold)
    implements Metric {
  /** How the scores of classes become one. */
  public enum Averaging {
    /** Not at all: there is a result for each class. */
    NONE,
    /** Classes are counted together. */
    MICRO,
    /** By their mean. */
    MACRO,
    /** By their mean, weighted by how often each is so. */
    WEIGHTED
  }

  public FBetaScore {
    if (!(beta > 0)) {
      throw new IllegalArgumentException("beta is more than 0, got " + beta);
    }
    if (threshold != null && !(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "the threshold is more than 0 and 1 at most, got " + threshold);
    }
  }

  /** With beta 1 and a score for each class. */
  public static FBetaScore of() {
    return of(1);
  }

  public static FBetaScore of(float beta) {
    return new FBetaScore(Averaging.NONE, beta, null);
  }

  public FBetaScore withAverage(Averaging averaging) {
    return new FBetaScore(averaging, beta, threshold);
  }

  public FBetaScore withThreshold(float least) {
    return new FBetaScore(average, beta, least);
  }

  @Override
  public String name() {
    return "fbeta_score";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new Counting();
  }

  private final class Counting implements Accumulator {
    private static final double NEARLY_ZERO = 1e-9;

    private double[] truePositives = {};
    private double[] falsePositives = {};
    private double[] falseNegatives = {};

    @Override
    public boolean countsMasked() {
      return true;
    }

    @Override
    public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
      Shape shape = yPred.shape();
      if (shape.rank() != 2 || !shape.equals(yTrue.shape())) {
        throw new IllegalArgumentException(
            "%s wants labels and predictions [batch, classes], got shapes %s and %s"
                .formatted(name(), yTrue.shape(), shape));
      }
      int classes = shape.last();
      if (truePositives.length == 0) {
        truePositives = new double[classes];
        falsePositives = new double[classes];
        falseNegatives = new double[classes];
      }
      float[] y = yTrue.toFloats().data();
      float[] p = yPred.toFloats().data();
      SampleWeights weights = SampleWeights.of(sampleWeight, shape);
      for (int row = 0; row < p.length; row += classes) {
        float least = p[row + Ranking.largest(p, row, classes)];
        for (int c = 0; c < classes; c++) {
          int i = row + c;
          double weight = weights.at(i);
          boolean yes =
              threshold == null ? p[i] >= least && Math.abs(p[i]) > NEARLY_ZERO : p[i] > threshold;
          if (yes) {
            truePositives[c] += weight * y[i];
            falsePositives[c] += weight * (1 - y[i]);
          } else {
            falseNegatives[c] += weight * y[i];
          }
        }
      }
    }

    @Override
    public double[] results() {
      if (average == Averaging.MICRO) {
        return new double[] {score(sum(truePositives), sum(falsePositives), sum(falseNegatives))};
      }
      double[] scores =
          IntStream.range(0, truePositives.length)
              .mapToDouble(c -> score(truePositives[c], falsePositives[c], falseNegatives[c]))
              .toArray();
      return switch (average) {
        case NONE -> scores;
        case MACRO, MICRO -> new double[] {sum(scores) / Math.max(1, scores.length)};
        case WEIGHTED -> {
          double positives = sum(truePositives) + sum(falseNegatives) + Probabilities.EPSILON;
          double sum = 0;
          for (int c = 0; c < scores.length; c++) {
            sum += scores[c] * (truePositives[c] + falseNegatives[c]) / positives;
          }
          yield new double[] {sum};
        }
      };
    }

    private double score(double tp, double fp, double fn) {
      double precision = tp / (tp + fp + Probabilities.EPSILON);
      double recall = tp / (tp + fn + Probabilities.EPSILON);
      double square = (double) beta * beta;
      return precision
          * recall
          / (square * precision + recall + Probabilities.EPSILON)
          * (1 + square);
    }

    private static double sum(double[] values) {
      return Arrays.stream(values).sum();
    }

    @Override
    public double result() {
      return Arrays.stream(results()).average().orElse(0);
    }

    @Override
    public void reset() {
      truePositives = new double[0];
    }
  }
}
