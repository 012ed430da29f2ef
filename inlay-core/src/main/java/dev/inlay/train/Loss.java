package dev.inlay.train;

/**
 * How wrong predictions are. The library's losses are records named as Keras names them; any
 * function of two nodes is a loss too: {@code (yTrue, yPred) ->
 * yPred.sub(yTrue).square().mean(-1)}.
 *
 * <p>What a loss does is said by {@link LossFunction}; here are the usual ones. (The two are apart
 * because a class is initialised after an interface that has default methods, and that interface's
 * constants after the class: two threads that begin at either end would wait for each other.)
 */
@FunctionalInterface
public interface Loss extends LossFunction {
  /** Mean of squared differences. */
  Loss MEAN_SQUARED_ERROR = new MeanSquaredError();

  /** Mean of absolute differences. */
  Loss MEAN_ABSOLUTE_ERROR = new MeanAbsoluteError();

  /** For labels 0 and 1 and probabilities. */
  Loss BINARY_CROSSENTROPY = BinaryCrossentropy.of();

  /** For one-hot labels and probabilities of classes. */
  Loss CATEGORICAL_CROSSENTROPY = CategoricalCrossentropy.of();

  /** For class ids and probabilities of classes. */
  Loss SPARSE_CATEGORICAL_CROSSENTROPY = SparseCategoricalCrossentropy.of();

  /** How the losses of samples become one number; Keras's names. */
  enum Reduction {
    /** Σ w l / n: n counts the numbers summed, whatever their weights. */
    SUM_OVER_BATCH_SIZE,
    /** Σ w l. */
    SUM,
    /** Σ w l / Σ w. */
    MEAN_WITH_SAMPLE_WEIGHT,
    /** w l for each sample; a model can't be trained with it. */
    NONE
  }
}
