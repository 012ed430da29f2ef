package dev.inlay.train;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link IoU} and its like share: a table of predicted and true classes, and the mean over
 * classes of intersection over union. Ids beyond the table don't count, nor do classes that nobody
 * has seen.
 */
final class ClassOverlap implements Metric.Accumulator {
  /** Nothing below it is seen. */
  private static final double NEARLY_ZERO = 1e-9;

  /** How the class of a value is found. */
  interface Classes {
    /** Class ids, one for each value. */
    int[] of(Tensor values);

    /** Values are ids already. */
    static int[] ids(Tensor values) {
      float[] data = values.toFloats().data();
      int[] ids = new int[data.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (int) data[i];
      }
      return ids;
    }

    /** A class is the place of the largest value along an axis. */
    static Classes largest(int axis) {
      return values -> {
        Shape shape = values.shape();
        int at = shape.axis(axis);
        int length = shape.dim(at);
        int stride = Math.toIntExact(shape.size(at + 1, shape.rank()));
        float[] data = values.toFloats().data();
        int[] ids = new int[data.length / Math.max(1, length)];
        for (int i = 0; i < ids.length; i++) {
          int first = i / stride * stride * length + i % stride;
          for (int c = 1; c < length; c++) {
            if (data[first + c * stride] > data[first + ids[i] * stride]) {
              ids[i] = c;
            }
          }
        }
        return ids;
      };
    }

    /** Class 1 from a threshold on, else class 0. */
    static Classes above(float threshold) {
      return values -> {
        float[] data = values.toFloats().data();
        int[] ids = new int[data.length];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = data[i] >= threshold ? 1 : 0;
        }
        return ids;
      };
    }
  }

  private final int classes;
  private final List<Integer> targets;
  private final @Nullable Integer ignoreClass;
  private final Classes trueClasses;
  private final Classes predictedClasses;

  /** By true class, then by predicted class. */
  private double[][] counts;

  ClassOverlap(
      int classes,
      List<Integer> targets,
      @Nullable Integer ignoreClass,
      Classes trueClasses,
      Classes predictedClasses) {
    this.classes = classes;
    this.targets = targets;
    this.ignoreClass = ignoreClass;
    this.trueClasses = trueClasses;
    this.predictedClasses = predictedClasses;
    this.counts = new double[classes][classes];
  }

  /** Checks settings. */
  static void check(int classes, List<Integer> targets) {
    Settings.positive("classes", classes);
    for (int target : targets) {
      if (target < 0 || target >= classes) {
        throw new IllegalArgumentException(
            "target class %d of %d classes (0 to %d)".formatted(target, classes, classes - 1));
      }
    }
  }

  @Override
  public boolean countsMasked() {
    return true;
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
    int[] y = trueClasses.of(yTrue);
    int[] p = predictedClasses.of(yPred);
    if (y.length != p.length) {
      throw new IllegalArgumentException(
          "wanted a label for each prediction, got shapes %s and %s"
              .formatted(yTrue.shape(), yPred.shape()));
    }
    SampleWeights weights =
        SampleWeights.of(
            sampleWeight == null
                ? null
                : sampleWeight.reshape(Shape.of(sampleWeight.shape().intSize())),
            Shape.of(p.length));
    for (int i = 0; i < p.length; i++) {
      boolean counts = ignoreClass == null || y[i] != ignoreClass;
      if (counts && isClass(y[i]) && isClass(p[i])) {
        this.counts[y[i]][p[i]] += weights.at(i);
      }
    }
  }

  private boolean isClass(int id) {
    return id >= 0 && id < classes;
  }

  @Override
  public double result() {
    double sum = 0;
    int seen = 0;
    for (int target : targets) {
      double union = -counts[target][target];
      for (int other = 0; other < classes; other++) {
        union += counts[target][other] + counts[other][target];
      }
      if (union > NEARLY_ZERO) {
        sum += counts[target][target] / (union + Probabilities.EPSILON);
        seen++;
      }
    }
    return sum / (seen + Probabilities.EPSILON);
  }

  @Override
  public void reset() {
    counts = new double[classes][classes];
  }
}
