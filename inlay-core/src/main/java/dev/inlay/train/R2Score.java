package dev.inlay.train;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The coefficient of determination, 1 - Σ (y - ŷ)² / Σ (y - mean y)²: the share of the variance
 * that predictions explain.
 *
 * @param classAggregation how the scores of several outputs become one
 * @param numRegressors if not 0, the score is adjusted for so many independent variables: 1 - (1 -
 *     r²)(n - 1) / (n - p - 1), unless there are so few samples that the divisor isn't positive
 */
public record R2Score(Aggregation classAggregation, int numRegressors) implements Metric {
  /** How the scores of outputs become one. */
  public enum Aggregation {
    /** Not at all: there is a result for each output. */
    NONE,
    /** By their mean. */
    UNIFORM_AVERAGE,
    /** By their mean, weighted by the variances of the labels. */
    VARIANCE_WEIGHTED_AVERAGE
  }

  public R2Score {
    if (numRegressors < 0) {
      throw new IllegalArgumentException("regressors are 0 or more, got " + numRegressors);
    }
  }

  /** The mean over outputs, not adjusted. */
  public static R2Score of() {
    return of(Aggregation.UNIFORM_AVERAGE);
  }

  public static R2Score of(Aggregation aggregation) {
    return new R2Score(aggregation, 0);
  }

  public R2Score withNumRegressors(int count) {
    return new R2Score(classAggregation, count);
  }

  @Override
  public String name() {
    return "r2_score";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new Summing();
  }

  private final class Summing implements Accumulator {
    /** For each output: Σ w, Σ w y, Σ w y² and Σ w (y - ŷ)². */
    private double[][] sums = {};

    private long samples;

    @Override
    public boolean countsMasked() {
      return true;
    }

    @Override
    public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
      float[] y = yTrue.toFloats().data();
      float[] p = yPred.toFloats().data();
      Shape shape = yPred.shape();
      if (y.length != p.length || shape.rank() == 0 || shape.rank() > 2) {
        throw new IllegalArgumentException(
            "r2_score wants labels and predictions [batch, outputs], got shapes %s and %s"
                .formatted(yTrue.shape(), shape));
      }
      int outputs = shape.rank() == 1 ? 1 : shape.last();
      if (sums.length == 0) {
        sums = new double[outputs][4];
      }
      SampleWeights weights = SampleWeights.of(sampleWeight, shape);
      for (int i = 0; i < p.length; i++) {
        double[] sum = sums[i % outputs];
        double weight = weights.at(i);
        sum[0] += weight;
        sum[1] += weight * y[i];
        sum[2] += weight * y[i] * y[i];
        sum[3] += weight * ((double) y[i] - p[i]) * ((double) y[i] - p[i]);
      }
      samples += p.length / outputs;
    }

    private static double variance(double[] sum) {
      return sum[2] - sum[1] * sum[1] / sum[0];
    }

    private static double score(double[] sum) {
      double score = 1 - sum[3] / variance(sum);
      return Double.isInfinite(score) ? 0 : score;
    }

    @Override
    public double[] results() {
      double[] scores = Arrays.stream(sums).mapToDouble(Summing::score).toArray();
      double[] results =
          switch (classAggregation) {
            case NONE -> scores;
            case UNIFORM_AVERAGE -> new double[] {Arrays.stream(scores).average().orElse(0)};
            case VARIANCE_WEIGHTED_AVERAGE -> {
              double sum = 0;
              double all = 0;
              for (int i = 0; i < scores.length; i++) {
                sum += variance(sums[i]) * scores[i];
                all += variance(sums[i]);
              }
              yield new double[] {sum / all};
            }
          };
      double rest = samples - numRegressors - 1;
      if (numRegressors > 0 && rest > 0) {
        for (int i = 0; i < results.length; i++) {
          results[i] = 1 - (1 - results[i]) * (samples - 1) / rest;
        }
      }
      return results;
    }

    @Override
    public double result() {
      return Arrays.stream(results()).average().orElse(0);
    }

    @Override
    public void reset() {
      sums = new double[0][];
      samples = 0;
    }
  }
}
