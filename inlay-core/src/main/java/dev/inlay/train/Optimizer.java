package dev.inlay.train;

import dev.inlay.graph.Gradient;
import dev.inlay.graph.Variable;
import java.util.List;
import java.util.Map;

/**
 * A rule by which gradients move weights: the settings of one. The library's are records with
 * Keras's defaults; {@code Adam.of()} is a good first choice.
 *
 * <p>The rows of an embedding table are moved as {@link #rows} says. Rows that a batch looks up
 * more than once get the sum of their gradients first.
 */
public sealed interface Optimizer
    permits Adadelta,
        Adagrad,
        Adam,
        Adamax,
        Ftrl,
        Lion,
        Nadam,
        ProximalAdagrad,
        ProximalGradientDescent,
        RmsProp,
        Sgd {
  LearningRate learningRate();

  /** What becomes of the rows of a table that a batch didn't look up. */
  Rows rows();

  /** What it remembers of each weight. */
  List<Slot> slots();

  /** This optimizer with another learning rate. */
  Optimizer withLearningRate(LearningRate learningRate);

  /** This optimizer with another learning rate. */
  default Optimizer withLearningRate(float learningRate) {
    return withLearningRate(LearningRate.of(learningRate));
  }

  /** This optimizer with another treatment of rows that a batch didn't look up. */
  Optimizer withRows(Rows rows);

  /** The name by which checkpoints call it: {@code adam}. */
  String kind();

  /** Fresh state for the variables of a program. */
  default OptimizerState start(Map<Variable, Gradient> gradients) {
    return OptimizerState.of(gradients, variable -> this);
  }
}
