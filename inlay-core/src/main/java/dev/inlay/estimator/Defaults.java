package dev.inlay.estimator;

import dev.inlay.train.Adagrad;
import dev.inlay.train.Ftrl;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;

/**
 * What TensorFlow's two generations of estimators do where nothing is said. Their Adagrad divides
 * by √a + epsilon, which is not what Keras 3 does.
 */
public enum Defaults {
  /** {@code tf.compat.v1.estimator}: the loss is a sum, and a network learns 50 times as fast. */
  V1(Loss.Reduction.SUM, adagrad(0.05f, 0)),
  /** {@code tf.estimator} of TensorFlow 2. */
  V2(Loss.Reduction.SUM_OVER_BATCH_SIZE, adagrad(0.001f, 1e-7f));

  /** The optimizer of a baseline, of either generation. */
  static final Optimizer BASELINE = Ftrl.of(0.3f);

  /** The optimizer of a recurrent network, of which there is one generation. */
  static final Optimizer RECURRENT = adagrad(0.05f, 1e-7f).withClipnorm(5);

  private final Loss.Reduction lossReduction;
  private final Adagrad dnn;

  Defaults(Loss.Reduction lossReduction, Adagrad dnn) {
    this.lossReduction = lossReduction;
    this.dnn = dnn;
  }

  private static Adagrad adagrad(float learningRate, float epsilon) {
    return Adagrad.of(learningRate).withEpsilon(epsilon).withEpsilonOutside(true);
  }

  /** How the losses of rows become one number. */
  Loss.Reduction lossReduction() {
    return lossReduction;
  }

  /** The optimizer of a network. */
  Optimizer dnn(boolean combined) {
    return combined ? dnn.withLearningRate(0.001f) : dnn;
  }

  /** The optimizer of a linear model, which learns slower beside a network. */
  Optimizer linear(boolean combined, int columns) {
    return Ftrl.of(combined ? (float) Math.min(0.005, 1 / Math.sqrt(columns)) : 0.2f);
  }
}
