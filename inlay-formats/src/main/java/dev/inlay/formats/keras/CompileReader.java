package dev.inlay.formats.keras;

import dev.inlay.model.Compile;
import dev.inlay.train.KerasLosses;
import dev.inlay.train.KerasMetrics;
import dev.inlay.train.KerasOptimizers;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Optimizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a model was compiled. What Keras takes for each output may be one thing for all, a list
 * in the order of the outputs, or a map by their names.
 */
final class CompileReader {
  private final Map<String, @Nullable Object> config;
  private final List<String> outputs;
  private final Map<String, String> aliases = new HashMap<>();

  private CompileReader(
      Map<String, @Nullable Object> config, KerasObject model, List<String> outputs) {
    this.config = config;
    this.outputs = outputs;
    outputs.forEach(name -> aliases.put(name, name));
    if (model.config().get("output_layers") instanceof Map<?, ?> map) {
      List<String> keys = List.copyOf(Nested.sorted(map).keySet());
      for (int i = 0; i < keys.size() && i < outputs.size(); i++) {
        aliases.put(keys.get(i), outputs.get(i));
      }
    }
  }

  /**
   * How a model was compiled; empty if it wasn't.
   *
   * @param outputs the names of the outputs here
   * @throws UnsupportedOperationException naming the optimizer, loss, metric or setting that is
   *     missing here
   */
  static Optional<Compile> read(KerasObject model, List<String> outputs) {
    Object tree = model.tree().get("compile_config");
    if (!(tree instanceof Map<?, ?> map)
        || map.get("optimizer") == null
        || map.get("loss") == null) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> config = KerasObject.map(map, "compile_config");
    return Optional.of(new CompileReader(config, model, outputs).read());
  }

  private Compile read() {
    Compile compile = losses(KerasOptimizers.read(required("optimizer")));
    for (Map.Entry<String, Object> weight : byOutput("loss_weights").entrySet()) {
      if (!(weight.getValue() instanceof Number factor)) {
        throw new IllegalArgumentException("a loss weight can't be " + weight.getValue());
      }
      compile = compile.withLossWeight(weight.getKey(), factor.doubleValue());
    }
    for (var of : metrics("metrics").entrySet()) {
      compile = compile.withOutputMetrics(of.getKey(), of.getValue());
    }
    for (var of : metrics("weighted_metrics").entrySet()) {
      compile = compile.withOutputWeightedMetrics(of.getKey(), of.getValue());
    }
    return compile;
  }

  private Object required(String key) {
    Object value = config.get(key);
    if (value == null) {
      throw new IllegalArgumentException("compile_config has no \"%s\"".formatted(key));
    }
    return value;
  }

  private Compile losses(Optimizer optimizer) {
    Object tree = required("loss");
    if (isOne(tree)) {
      return Compile.of(optimizer, KerasLosses.read(tree));
    }
    Map<String, Loss> losses = new LinkedHashMap<>();
    byOutput("loss").forEach((output, loss) -> losses.put(output, KerasLosses.read(loss)));
    if (!losses.keySet().containsAll(outputs)) {
      throw new UnsupportedOperationException(
          "a model with losses for %s alone of its outputs %s".formatted(losses.keySet(), outputs));
    }
    Compile compile = Compile.of(optimizer, losses.values().iterator().next());
    for (Map.Entry<String, Loss> loss : losses.entrySet()) {
      if (!loss.getValue().equals(compile.loss())) {
        compile = compile.withLoss(loss.getKey(), loss.getValue());
      }
    }
    return compile;
  }

  /** Whether a tree is one object, or its name. */
  private static boolean isOne(@Nullable Object tree) {
    return tree instanceof String
        || (tree instanceof Map<?, ?> map && map.get("class_name") instanceof String);
  }

  /** What is said of each output; outputs of which nothing is said are left out. */
  private Map<String, Object> byOutput(String key) {
    Map<String, Object> by = new LinkedHashMap<>();
    switch (config.get(key)) {
      case null -> {}
      case List<?> list -> {
        if (list.size() != outputs.size()) {
          throw new IllegalArgumentException(
              "compile_config: \"%s\" lists %d for %d outputs"
                  .formatted(key, list.size(), outputs.size()));
        }
        for (int i = 0; i < list.size(); i++) {
          put(by, outputs.get(i), list.get(i));
        }
      }
      case Map<?, ?> map ->
          map.forEach(
              (name, value) -> {
                String output = aliases.get(String.valueOf(name));
                if (output == null) {
                  throw new IllegalArgumentException(
                      "compile_config: \"%s\" is for \"%s\", but the outputs are %s"
                          .formatted(key, name, outputs));
                }
                put(by, output, value);
              });
      case Object one -> outputs.forEach(output -> by.put(output, one));
    }
    return by;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private Map<String, Metric[]> metrics(String key) {
    boolean forTheOnly =
        outputs.size() == 1
            && config.get(key) instanceof List<?> list
            && list.stream().allMatch(CompileReader::isOne);
    Map<String, Object> trees = new LinkedHashMap<>();
    if (forTheOnly) {
      put(trees, outputs.getFirst(), config.get(key));
    } else {
      trees.putAll(byOutput(key));
    }
    Map<String, Metric[]> metrics = new LinkedHashMap<>();
    trees.forEach(
        (output, tree) -> {
          List<Metric> of = new ArrayList<>();
          for (Object one : tree instanceof List<?> several ? several : List.of(tree)) {
            if (one != null) {
              of.add(KerasMetrics.read(one));
            }
          }
          if (!of.isEmpty()) {
            metrics.put(output, of.toArray(Metric[]::new));
          }
        });
    return metrics;
  }
}
