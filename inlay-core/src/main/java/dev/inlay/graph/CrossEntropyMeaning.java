package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.List;

/** What cross-entropies mean. */
final class CrossEntropyMeaning {
  private CrossEntropyMeaning() {}

  static Numbers of(CrossEntropy op, List<Numbers> in, Shape shape) {
    return switch (op) {
      case CrossEntropy.SigmoidCrossEntropy _ ->
          Numbers.fill(
              shape,
              i -> {
                double x = in.get(0).broadcastAt(i, shape);
                double y = in.get(1).broadcastAt(i, shape);
                return Math.max(x, 0) - x * y + Math.log1p(Math.exp(-Math.abs(x)));
              });
      case CrossEntropy.SoftmaxCrossEntropy _ -> {
        Shape full = in.get(0).shape().broadcast(in.get(1).shape());
        Numbers log = logSoftmax(in.get(0), full);
        Numbers sum = Numbers.zeros(shape);
        for (int i = 0; i < log.size(); i++) {
          double y = in.get(1).broadcastAt(i, full);
          // An impossible class that isn't wanted costs nothing: 0 log 0 = 0.
          sum.data()[i / full.last()] -= y == 0 ? 0 : y * log.at(i);
        }
        yield sum;
      }
      case CrossEntropy.SparseSoftmaxCrossEntropy _ -> {
        Numbers log = ReductionMeaning.logSoftmax(in.get(0));
        int classes = in.get(0).shape().last();
        yield Numbers.fill(shape, i -> -log.at(i * classes + label(in.get(1).at(i), classes)));
      }
      case CrossEntropy.CrossEntropyGrad(CrossEntropy loss) ->
          gradient(loss, in.get(0), in.get(1), in.get(2), shape);
    };
  }

  private static Numbers gradient(CrossEntropy op, Numbers g, Numbers x, Numbers y, Shape shape) {
    int classes = shape.last();
    return switch (op) {
      case CrossEntropy.SigmoidCrossEntropy _ ->
          Numbers.fill(
              shape,
              i -> {
                double sigmoid = 1 / (1 + Math.exp(-x.broadcastAt(i, shape)));
                return (sigmoid - y.broadcastAt(i, shape)) * g.at(i);
              });
      case CrossEntropy.SoftmaxCrossEntropy _ -> {
        Numbers log = logSoftmax(x, shape);
        yield Numbers.fill(
            shape,
            i -> {
              double sum = 0;
              for (int j = 0; j < classes; j++) {
                sum += y.broadcastAt(i / classes * classes + j, shape);
              }
              return (Math.exp(log.at(i)) * sum - y.broadcastAt(i, shape)) * g.at(i / classes);
            });
      }
      case CrossEntropy.SparseSoftmaxCrossEntropy _ -> {
        Numbers log = logSoftmax(x, shape);
        yield Numbers.fill(
            shape,
            i -> {
              boolean right = label(y.at(i / classes), classes) == i % classes;
              return (Math.exp(log.at(i)) - (right ? 1 : 0)) * g.at(i / classes);
            });
      }
      case CrossEntropy.CrossEntropyGrad _ ->
          throw new IllegalStateException("Autodiff derives no cross-entropy twice");
    };
  }

  private static Numbers logSoftmax(Numbers x, Shape full) {
    return ReductionMeaning.logSoftmax(Numbers.fill(full, i -> x.broadcastAt(i, full)));
  }

  private static int label(double label, int classes) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "label %d, but classes run from 0 to %d".formatted((int) label, classes - 1));
    }
    return (int) label;
  }
}
