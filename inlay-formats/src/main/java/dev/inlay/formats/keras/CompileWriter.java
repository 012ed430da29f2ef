package dev.inlay.formats.keras;

import dev.inlay.model.Compile;
import dev.inlay.train.KerasLosses;
import dev.inlay.train.KerasMetrics;
import dev.inlay.train.KerasOptimizers;
import dev.inlay.train.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes how a model is compiled as Keras does. */
final class CompileWriter {
  private CompileWriter() {}

  /**
   * The {@code compile_config} of a model.
   *
   * @throws UnsupportedOperationException naming what Keras doesn't have
   */
  static Map<String, @Nullable Object> write(Compile compile, List<String> outputs) {
    if (!compile.optimizers().isEmpty()) {
      throw new UnsupportedOperationException(
          "Keras has one optimizer for all weights, not others for "
              + compile.optimizers().keySet());
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("optimizer", KerasOptimizers.write(compile.optimizer()));
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
