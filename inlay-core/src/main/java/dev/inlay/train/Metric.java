package dev.inlay.train;

import dev.inlay.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A measure of predictions, gathered batch by batch. Metrics are values; {@link #start} gives the
 * object that counts. Names and meanings are Keras's.
 */
public interface Metric {
  /** How often predictions are right; what right means follows from the shapes. */
  Metric ACCURACY = new ShapeAccuracy();

  /** The area under the ROC curve. */
  Metric AUC = Auc.of();

  Metric MEAN_SQUARED_ERROR = new MeanLoss("mean_squared_error", Loss.MEAN_SQUARED_ERROR);

  Metric MEAN_ABSOLUTE_ERROR = new MeanLoss("mean_absolute_error", Loss.MEAN_ABSOLUTE_ERROR);

  Metric ROOT_MEAN_SQUARED_ERROR = new RootMeanSquaredError();

  Metric BINARY_CROSSENTROPY = new MeanLoss("binary_crossentropy", Loss.BINARY_CROSSENTROPY);

  /** The name under which results are reported: {@code auc}. */
  String name();

  /** Which way it gets better; {@link Mode#AUTO} if nobody can tell, as of a count. */
  Mode direction();

  /** A count that has seen nothing yet. */
  Accumulator start();

  /** A metric under another name. */
  static Metric named(String name, Metric metric) {
    return new Renamed(name, metric);
  }

  /** A metric's state: what it has seen since its last reset. For one thread at a time. */
  interface Accumulator {
    /**
     * Takes in a batch.
     *
     * @param yTrue labels, integers or floats
     * @param yPred predictions
     * @param sampleWeight a weight for each sample, or null for ones
     */
    void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight);

    /**
     * Whether it takes in steps that the predictions' mask leaves out, too. As in Keras, means of a
     * function of each step don't, while counts of answers and what is made of these do; such steps
     * are left out of those by sample weights of 0.
     */
    default boolean countsMasked() {
      return false;
    }

    /** Takes in values that are measured without labels, as {@link Mean} does. */
    default void update(Tensor values, @Nullable Tensor sampleWeight) {
      update(values, values, sampleWeight);
    }

    /** The measure of all that was seen; of a metric with several results their mean. */
    double result();

    /** All results, of a metric that has one for each threshold or class. */
    default double[] results() {
      return new double[] {result()};
    }

    /** Forgets what was seen. */
    void reset();
  }
}
