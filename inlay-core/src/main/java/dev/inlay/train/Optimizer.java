package dev.inlay.train;

import dev.inlay.graph.Gradient;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Config;
import dev.inlay.tensor.Shape;
import java.util.LinkedHashMap;
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
        Adafactor,
        Adagrad,
        Adam,
        Adamax,
        Ftrl,
        Lamb,
        Lion,
        MultiOptimizer,
        Muon,
        Nadam,
        ProximalAdagrad,
        ProximalGradientDescent,
        RmsProp,
        ScheduleFreeAdamW,
        Sgd,
        Tuned {
  /** Reads and writes optimizers, those of before they could do all that they can now too. */
  Config CONFIG = Config.of(Optimizer.class).withAbsent(Adagrad.class, "rowwise", false);

  LearningRate learningRate();

  /** What becomes of the rows of a table that a batch didn't look up. */
  Rows rows();

  /** What it remembers of each weight. */
  List<Slot> slots();

  /** What it remembers of a weight of a shape, with the shapes of that. */
  default Map<Slot, Shape> slots(Shape weight) {
    Map<Slot, Shape> shapes = new LinkedHashMap<>();
    slots().forEach(slot -> shapes.put(slot, weight));
    return shapes;
  }

  /** This optimizer with another learning rate. */
  Optimizer withLearningRate(LearningRate learningRate);

  /** This optimizer with another learning rate. */
  default Optimizer withLearningRate(float learningRate) {
    return withLearningRate(LearningRate.of(learningRate));
  }

  /** This optimizer with another treatment of rows that a batch didn't look up. */
  Optimizer withRows(Rows rows);

  /** What it does beside its own arithmetic. */
  default Options options() {
    return Options.NONE;
  }

  /** This optimizer with other options. */
  default Optimizer withOptions(Options options) {
    return new Tuned(this, options);
  }

  /**
   * This optimizer with weights that decay by {@code rate} times the learning rate at each step.
   *
   * @param except regular expressions; a weight in whose path one is found ({@code "bias"}) doesn't
   */
  default Optimizer withWeightDecay(float rate, String... except) {
    return withOptions(options().withWeightDecay(rate, List.of(except)));
  }

  /** This optimizer with gradients whose norm, weight by weight, isn't larger than a limit. */
  default Optimizer withClipnorm(float limit) {
    return withOptions(options().withClipping(Options.Clipping.Kind.NORM, limit));
  }

  /** This optimizer with gradients whose numbers are from -limit to limit. */
  default Optimizer withClipvalue(float limit) {
    return withOptions(options().withClipping(Options.Clipping.Kind.VALUE, limit));
  }

  /** This optimizer with gradients whose norm, all together, isn't larger than a limit. */
  default Optimizer withGlobalClipnorm(float limit) {
    return withOptions(options().withClipping(Options.Clipping.Kind.GLOBAL_NORM, limit));
  }

  /**
   * This optimizer with an average of each weight, which becomes the weight at the end of a fit.
   *
   * @param overwriteFrequency after how many steps it also does; 0 for never
   */
  default Optimizer withEma(float momentum, int overwriteFrequency) {
    return withOptions(options().withEma(new Options.Ema(momentum, overwriteFrequency)));
  }

  /** This optimizer with weights that move once in so many steps, by the mean of the gradients. */
  default Optimizer withGradientAccumulation(int steps) {
    return withOptions(options().withAccumulationSteps(steps));
  }

  /** The name by which checkpoints call it: {@code adam}. */
  String kind();

  /** Fresh state for the variables of a program. */
  default OptimizerState start(Map<Variable, Gradient> gradients) {
    return OptimizerState.of(gradients, variable -> this);
  }
}
