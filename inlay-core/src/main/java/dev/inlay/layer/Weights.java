package dev.inlay.layer;

import dev.inlay.graph.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's variables by path, in the order in which layers first asked for them. All graphs of a
 * model share one of these, so that what training moves, prediction sees.
 */
public final class Weights {
  private final long seed;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<Variable, Constraint> constraints = new LinkedHashMap<>();

  /**
   * No variables yet.
   *
   * @param seed what all first values are a function of, together with each variable's path
   */
  public Weights(long seed) {
    this.seed = seed;
  }

  /**
   * The variable at a path: made and given its first values when asked for the first time.
   *
   * @throws IllegalArgumentException if it exists with another shape
   */
  Variable variable(String path, WeightSpec spec) {
    Variable known = variables.get(path);
    if (known != null) {
      if (!known.shape().equals(spec.shape())) {
        throw new IllegalArgumentException(
            "weight \"%s\" has shape %s, but this input wants %s; feed inputs of one width to one layer"
                .formatted(path, known.shape(), spec.shape()));
      }
      return known;
    }
    Variable made = new Variable(path, spec.shape(), spec.trainable());
    spec.initializer().fill(made, seed * 0x9E3779B97F4A7C15L + path.hashCode());
    variables.put(path, made);
    if (spec.constraint() != null) {
      constraints.put(made, spec.constraint());
    }
    return made;
  }

  /** All variables, in order. */
  public List<Variable> all() {
    return new ArrayList<>(variables.values());
  }

  /**
   * The variable at a path.
   *
   * @throws IllegalArgumentException naming the paths that there are
   */
  public Variable get(String path) {
    Variable v = variables.get(path);
    if (v == null) {
      throw new IllegalArgumentException(
          "no weight \"" + path + "\"; there are " + variables.keySet());
    }
    return v;
  }

  /** The rules that variables obey after each update. */
  public Map<Variable, Constraint> constraints() {
    return Collections.unmodifiableMap(constraints);
  }
}
