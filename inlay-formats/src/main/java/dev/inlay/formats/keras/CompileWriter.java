package dev.inlay.formats.keras;

import dev.inlay.model.Compile;
import dev.inlay.model.Model;
import dev.inlay.train.KerasLosses;
import dev.inlay.train.KerasMetrics;
import dev.inlay.train.KerasOptimizers;
import dev.inlay.train.LearningRate;
import dev.inlay.train.Metric;
import dev.inlay.train.MultiOptimizer;
import dev.inlay.train.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes how a model is compiled, and what its optimizer remembers, as Keras does. */
final class CompileWriter {
  private final Model model;
  private final UnaryOperator<String> names;
  private final Compile compile;

  private CompileWriter(Model model, UnaryOperator<String> names, Compile compile) {
    this.model = model;
    this.names = names;
    this.compile = compile;
  }

  /**
   * Writes for a model if it is compiled.
   *
   * @throws UnsupportedOperationException naming what Keras doesn't have
   */
  static Optional<CompileWriter> of(Model model, KerasObject config) {
    UnaryOperator<String> names = KerasPaths.written(config);
    return model.compiled().map(compile -> new CompileWriter(model, names, compile));
  }

  /** The optimizer as Keras has to be told it: with the learning rate in force, and its names. */
  private Optimizer optimizer() {
    if (!compile.optimizers().isEmpty()) {
      throw new UnsupportedOperationException(
          "Keras has one optimizer for all weights, not others for "
              + compile.optimizers().keySet());
    }
    Optimizer optimizer = compile.optimizer();
    if (model.step() > 0 && isSetByHand(optimizer, model.learningRate())) {
      optimizer = optimizer.withLearningRate(model.learningRate());
    }
    return optimizer instanceof MultiOptimizer && model.knowsInputs()
        ? KerasPaths.renamed(
            optimizer, List.copyOf(model.weightShapes().keySet()), UnaryOperator.identity(), names)
        : optimizer;
  }

  /** Whether a callback has set the learning rate; it sets the same for several optimizers. */
  private static boolean isSetByHand(Optimizer optimizer, float rate) {
    if (optimizer instanceof MultiOptimizer several) {
      return isSetByHand(several.otherwise(), rate)
          && several.patterns().values().stream().allMatch(one -> isSetByHand(one, rate));
    }
    return optimizer.learningRate() instanceof LearningRate.Constant(float was) && was != rate;
  }

  /**
   * What the optimizer remembers; empty if it has made no step.
   *
   * @param paths of the weights, in the order of Keras's layers
   */
  Optional<OptimizerMemory> memory(List<String> paths) {
    return model.step() == 0
        ? Optional.empty()
        : Optional.of(
            OptimizerLayout.of(optimizer(), model.checkpoint(Map.of()), paths, names, false));
  }

  /** The {@code compile_config} of the model. */
  Map<String, @Nullable Object> config() {
    List<String> outputs = model.outputNames();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("optimizer", KerasOptimizers.write(optimizer()));
    tree.put(
        "loss",
        byOutput(
            outputs,
            name -> KerasLosses.write(compile.losses().getOrDefault(name, compile.loss()))));
    tree.put(
        "loss_weights",
        compile.lossWeights().isEmpty()
            ? null
            : byOutput(outputs, name -> compile.lossWeights().getOrDefault(name, 1f)));
    tree.put("metrics", metrics(outputs, compile.metrics(), compile.outputMetrics()));
    tree.put(
        "weighted_metrics",
        metrics(outputs, compile.weightedMetrics(), compile.outputWeightedMetrics()));
    tree.put("run_eagerly", false);
    tree.put("steps_per_execution", 1);
    tree.put("jit_compile", "auto");
    return tree;
  }

  private static Object byOutput(List<String> outputs, Function<String, Object> of) {
    if (outputs.size() == 1) {
      return of.apply(outputs.getFirst());
    }
    Map<String, Object> by = new LinkedHashMap<>();
    outputs.forEach(name -> by.put(name, of.apply(name)));
    return by;
  }

  private static @Nullable Object metrics(
      List<String> outputs, List<Metric> all, Map<String, List<Metric>> single) {
    if (all.isEmpty() && single.isEmpty()) {
      return null;
    }
    return byOutput(
        outputs,
        name -> {
          List<Object> of = new ArrayList<>();
          all.forEach(metric -> of.add(KerasMetrics.write(metric)));
          single.getOrDefault(name, List.of()).forEach(m -> of.add(KerasMetrics.write(m)));
          return of;
        });
  }
}
