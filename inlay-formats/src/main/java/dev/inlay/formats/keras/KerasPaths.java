package dev.inlay.formats.keras;

import dev.inlay.train.MultiOptimizer;
import dev.inlay.train.Optimizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What weights are called in Python, where several optimizers choose theirs by name: {@code
 * hidden/kernel}, without the functional models around the layer. A Sequential stands in front
 * ({@code sequential/hidden/kernel}), but no more after Keras has loaded the model from a file of
 * its own.
 */
final class KerasPaths {
  private final Map<String, String> layers = new HashMap<>();

  private KerasPaths(KerasObject model, boolean loaded) {
    add(model, "", loaded);
  }

  private void add(KerasObject model, String path, boolean loaded) {
    for (Object tree : model.list("layers")) {
      KerasObject layer = KerasObject.of(tree, "a layer of " + model);
      String at = path + layer.name();
      if (layer.isModel()) {
        add(layer, at + "/", loaded);
      } else {
        boolean within = !loaded && !model.isFunctional();
        layers.put(at, within ? model.name() + "/" + layer.name() : layer.name());
      }
    }
  }

  /** The names in a model that was loaded from a file of Keras's. */
  static UnaryOperator<String> loaded(KerasObject model) {
    return new KerasPaths(model, true)::of;
  }

  /** The names in a model that was made by hand, or loaded from a file of Inlay's. */
  static UnaryOperator<String> written(KerasObject model) {
    return new KerasPaths(model, false)::of;
  }

  private String of(String path) {
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String layer = layers.get(path.substring(0, end));
      if (layer != null) {
        return layer + path.substring(end);
      }
    }
    return path;
  }

  /**
   * Optimizers that choose the same weights by other names. Patterns stay if they do; else they
   * list their weights.
   */
  static Optimizer renamed(
      Optimizer optimizer,
      List<String> paths,
      UnaryOperator<String> from,
      UnaryOperator<String> to) {
    if (!(optimizer instanceof MultiOptimizer several)) {
      return optimizer;
    }
    Map<String, List<String>> chosen = new LinkedHashMap<>();
    boolean same = true;
    for (String path : paths) {
      Optional<String> pattern = several.pattern(from.apply(path));
      same &= pattern.equals(several.pattern(to.apply(path)));
      pattern.ifPresent(p -> chosen.computeIfAbsent(p, _ -> new ArrayList<>()).add(to.apply(path)));
    }
    if (same) {
      return optimizer;
    }
    MultiOptimizer renamed = MultiOptimizer.of(several.otherwise());
    for (Map.Entry<String, Optimizer> one : several.patterns().entrySet()) {
      List<String> names = chosen.getOrDefault(one.getKey(), List.of());
      String pattern = one.getKey();
      if (!names.isEmpty()) {
        pattern =
            names.stream().distinct().map(KerasPaths::quoted).collect(Collectors.joining("|"));
      } else if (paths.stream().map(to).anyMatch(name -> name.matches(one.getKey()))) {
        // One without weights stays, and suits none.
        pattern = "(?!)" + pattern;
      }
      renamed = renamed.with(pattern, one.getValue());
    }
    return renamed;
  }

  /** A regular expression of a name, in Java and in Python. */
  private static String quoted(String name) {
    return name.replaceAll("[^\\w/ ]", "\\\\$0");
  }
}
