package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** What folds along axes mean. */
final class ReductionMeaning {
  private ReductionMeaning() {}

  static Numbers of(Reduction op, List<Numbers> in, Shape shape) {
    Numbers x = in.getFirst();
    return switch (op) {
      case Reduction.Reduce r -> reduce(r, x, shape);
      case Reduction.Unreduce u -> {
        double share = u.mean() ? (double) x.size() / in.get(1).size() : 1;
        yield Numbers.fill(shape, i -> x.at(Numbers.foldedPlace(i, shape, u.axes())) * share);
      }
      case Reduction.ExpandLike _ -> Numbers.fill(shape, i -> x.broadcastAt(i, shape));
      case Reduction.SumLike _ -> {
        Numbers sum = Numbers.zeros(shape);
        for (int i = 0; i < x.size(); i++) {
          sum.data()[Numbers.broadcastPlace(i, x.shape(), shape)] += x.at(i);
        }
        yield sum;
      }
      case Reduction.Softmax _ -> {
        Numbers log = logSoftmax(x);
        yield Numbers.fill(shape, i -> Math.exp(log.at(i)));
      }
      case Reduction.LogSoftmax _ -> logSoftmax(x);
      case Reduction.Standardize(float epsilon) -> standardize(x, epsilon);
      case Reduction.StandardizeGrad(float epsilon) ->
          standardizeGrad(x, in.get(1), in.get(2), epsilon);
      case Reduction.CumSum c -> cumSum(c, x);
    };
  }

  private static Numbers reduce(Reduction.Reduce op, Numbers x, Shape shape) {
    Numbers out =
        Numbers.fill(
            shape,
            _ ->
                switch (op.fold()) {
                  case SUM, MEAN -> 0;
                  case MAX -> Double.NEGATIVE_INFINITY;
                  case MIN -> Double.POSITIVE_INFINITY;
                  case PROD -> 1;
                });
    for (int i = 0; i < x.size(); i++) {
      int to = Numbers.foldedPlace(i, x.shape(), op.axes());
      double so = out.at(to);
      out.data()[to] =
          switch (op.fold()) {
            case SUM, MEAN -> so + x.at(i);
            case MAX -> Math.max(so, x.at(i));
            case MIN -> Math.min(so, x.at(i));
            case PROD -> so * x.at(i);
          };
    }
    double count = op.fold() == Reduction.Fold.MEAN ? (double) x.size() / out.size() : 1;
    return Numbers.fill(shape, i -> out.at(i) / count);
  }

  static Numbers logSoftmax(Numbers x) {
    int classes = x.shape().last();
    return Numbers.fill(
        x.shape(),
        i -> {
          int row = i / classes * classes;
          double[] logits = Arrays.copyOfRange(x.data(), row, row + classes);
          double max = Arrays.stream(logits).max().getAsDouble();
          double sum = Arrays.stream(logits).map(v -> Math.exp(v - max)).sum();
          return x.at(i) - max - Math.log(sum);
        });
  }

  private static Numbers standardize(Numbers x, float epsilon) {
    int n = x.shape().last();
    return Numbers.fill(
        x.shape(),
        i -> {
          double[] row = row(x, i, n);
          return (x.at(i) - mean(row)) / deviation(row, epsilon);
        });
  }

  private static Numbers standardizeGrad(Numbers x, Numbers y, Numbers g, float epsilon) {
    int n = x.shape().last();
    Numbers along = Numbers.fill(x.shape(), i -> y.at(i) * g.at(i));
    return Numbers.fill(
        x.shape(),
        i ->
            (g.at(i) - mean(row(g, i, n)) - y.at(i) * mean(row(along, i, n)))
                / deviation(row(x, i, n), epsilon));
  }

  /** The elements along the last axis with one of them. */
  private static double[] row(Numbers x, int i, int n) {
    return Arrays.copyOfRange(x.data(), i / n * n, i / n * n + n);
  }

  private static double mean(double[] row) {
    return Arrays.stream(row).sum() / row.length;
  }

  private static double deviation(double[] row, float epsilon) {
    double mean = mean(row);
    return Math.sqrt(
        Arrays.stream(row).map(v -> (v - mean) * (v - mean)).sum() / row.length + epsilon);
  }

  private static Numbers cumSum(Reduction.CumSum op, Numbers x) {
    int axis = x.shape().axis(op.axis());
    int length = x.shape().dim(axis);
    return Numbers.fill(
        x.shape(),
        i -> {
          int[] indices = Numbers.indices(i, x.shape());
          int own = indices[axis];
          double sum = 0;
          for (int j = 0; j < length; j++) {
            boolean summed = op.reverse() ? j > own : j < own;
            if (summed || (j == own && !op.exclusive())) {
              indices[axis] = j;
              sum += x.at(Numbers.place(indices, x.shape()));
            }
          }
          return sum;
        });
  }
}
