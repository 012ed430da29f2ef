package dev.inlay.layer;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Storage;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model's variables by path, in the order in which layers first asked for them. All graphs of a
 * model share one of these, so that what training moves, prediction sees.
 */
public final class Weights {
  private final long seed;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<Variable, Constraint> constraints = new LinkedHashMap<>();
  private final Map<Variable, Rounded> rounded = new LinkedHashMap<>();
  private final Map<String, Variable> kept = new LinkedHashMap<>();
  private final NavigableMap<String, Mount> mounted = new TreeMap<>();
  private boolean filled = true;
  private Map<String, Variable> first = Map.of();

  /** Where the weights below a path are: at another path of other weights. */
  private record Mount(String here, Weights owner, String there) {
    String there(String path) {
      return there + path.substring(here.length());
    }
  }

  /**
   * No variables yet.
   *
   * @param seed what all first values are a function of, together with each variable's path
   */
  public Weights(long seed) {
    this.seed = seed;
  }

  /** Whether variables made from now on get first values, or zeros because a file has others. */
  public void fillNew(boolean fill) {
    filled = fill;
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
    var below = mountedAbove(path);
    if (below != null) {
      return adopt(path, below.owner(), below.there(path), spec);
    }
    Variable made =
        spec.dtype() == DType.INT8
            ? Variable.ofBytes(path, spec.shape())
            : new Variable(path, spec.shape(), spec.trainable());
    if (filled) {
      fill(made, spec.initializer());
    }
    variables.put(path, made);
    if (spec.initializer() instanceof Rounded way) {
      rounded.put(made, way);
    }
    if (spec.constraint() != null) {
      constraints.put(made, spec.constraint());
    }
    return made;
  }

  private void fill(Variable made, Initializer initializer) {
    String path = made.path();
    Variable given = first.get(path);
    Variable whole = initializer instanceof Rounded way ? first.get(way.wholePath(path)) : null;
    if (given != null && given.dtype() == made.dtype()) {
      made.storage().copyFrom(given.storage());
    } else if (initializer instanceof Rounded way && whole != null) {
      way.round(whole.values(), made.storage());
    } else {
      initializer.fill(made, key(path));
    }
  }

  /**
   * What a weight that is held in 8 bits would be held as if something were added to it: its whole
   * numbers, their scales and, in blocks, zeros, by path.
   *
   * @throws IllegalArgumentException if there is no such weight held in 8 bits
   */
  public Map<String, Storage> roundedWith(String path, Table update) {
    Variable numbers = get(path);
    Rounded way = rounded.get(numbers);
    if (way == null || way.part() != Rounded.Part.NUMBERS) {
      throw new IllegalArgumentException("weight \"%s\" isn't held in 8 bits".formatted(path));
    }
    Variable zeros = variables.get(path + Rounded.Part.ZERO.suffix);
    Table scales = get(path + Rounded.Part.SCALE.suffix).values();
    Table sum = way.floats(numbers.bytes(), scales, zeros == null ? scales : zeros.values());
    sum.fill(
        at ->
            sum.at(at / sum.width(), (int) (at % sum.width()))
                + update.at(at / update.width(), (int) (at % update.width())));
    Map<String, Storage> parts = new LinkedHashMap<>();
    for (Rounded.Part part : Rounded.Part.values()) {
      Variable known = variables.get(path + part.suffix);
      if (known != null) {
        Storage storage = known.storage().copy();
        way.as(part).round(sum, storage);
        parts.put(path + part.suffix, storage);
      }
    }
    return parts;
  }

  private long key(String path) {
    return seed * 0x9E3779B97F4A7C15L + path.hashCode();
  }

  /**
   * Variables made from now on begin as these are, where there is one at the same path; those that
   * are rounded, as the rounded ones of these.
   */
  public void beginAs(Map<String, Variable> others) {
    first = Map.copyOf(others);
  }

  /**
   * The value at a path that is kept from batch to batch: zeros when asked for the first time.
   *
   * @throws IllegalArgumentException if it exists with another shape
   */
  Variable kept(String path, Shape shape) {
    Variable value = kept.get(path);
    if (value == null) {
      var below = mountedAbove(path);
      value =
          below == null
              ? new Variable(path, shape, false)
              : below.owner().kept(below.there(path), shape);
      kept.put(path, value);
    }
    if (!value.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "keeps states of shape %s, but this input wants %s; feed batches of one size to one layer"
              .formatted(value.shape(), shape));
    }
    return value;
  }

  /** A variable of somebody else stands at a path from now on: the same, not a copy. */
  public void share(String path, Variable variable) {
    variables.put(path, variable);
  }

  /**
   * A variable stands at another path too, within another model: that model, used by itself, shall
   * have the same.
   *
   * @throws IllegalArgumentException if that model has one of its own already
   */
  void alsoAt(String path, Variable variable) {
    var below = mountedAbove(path);
    if (below == null) {
      return;
    }
    Variable known = below.owner().variables.putIfAbsent(below.there(path), variable);
    if (known != null && known != variable) {
      throw new IllegalArgumentException(
          "stands in model \"%s\" too, which has other weights for it already; join the models before one is used"
              .formatted(below.here()));
    }
  }

  /**
   * Weights below a path are from now on those of another model.
   *
   * @param path the layer's here; empty for all
   * @param owner has the weights
   * @param there the layer's path there; empty for all
   * @throws IllegalArgumentException if those of one more model are below that path already
   */
  public void mount(String path, Weights owner, String there) {
    var mount = new Mount(below(path), owner, below(there));
    Mount known = mounted.putIfAbsent(mount.here(), mount);
    if (known != null && known.owner() != owner) {
      throw new IllegalArgumentException(
          "\"%s\" is another model's path in these weights; give the models names (named) or each trace weights of its own"
              .formatted(path));
    }
  }

  private static String below(String path) {
    return path.isEmpty() ? "" : path + "/";
  }

  private @Nullable Mount mountedAbove(String path) {
    return mounted.headMap(path, false).descendingMap().values().stream()
        .filter(mount -> path.startsWith(mount.here()))
        .findFirst()
        .orElse(null);
  }

  private Variable adopt(String path, Weights owner, String pathThere, WeightSpec spec) {
    Variable variable = owner.variable(pathThere, spec);
    variables.put(path, variable);
    Rounded way = owner.rounded.get(variable);
    if (way != null) {
      rounded.put(variable, way);
    }
    Constraint constraint = owner.constraints.get(variable);
    if (constraint != null) {
      constraints.put(variable, constraint);
    }
    return variable;
  }

  /** What layers keep from batch to batch becomes zeros again. */
  public void resetKept() {
    kept.values().forEach(value -> value.assign(Tensor.zeros(value.shape())));
  }

  /** All variables by path, in order. */
  public Map<String, Variable> byPath() {
    return Collections.unmodifiableMap(variables);
  }

  /** All variables by path as checkpoints hold them: the tables themselves. */
  public List<Checkpoint.Entry> entries() {
    List<Checkpoint.Entry> entries = new ArrayList<>();
    variables.forEach((path, v) -> entries.add(new Checkpoint.Entry(path, v.shape(), v.storage())));
    return entries;
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

  /**
   * Gives variables values by path; those left out stay.
   *
   * @throws IllegalArgumentException if there is no such path, or a shape differs; then none is set
   */
  public void assign(Map<String, ? extends Tensor> values) {
    values.forEach(
        (path, tensor) -> {
          if (!get(path).shape().equals(tensor.shape())) {
            throw new IllegalArgumentException(
                "weight \"%s\" has shape %s, the values given have %s"
                    .formatted(path, get(path).shape(), tensor.shape()));
          }
        });
    values.forEach((path, tensor) -> get(path).assign(tensor));
  }

  /** The rules that variables obey after each update. */
  public Map<Variable, Constraint> constraints() {
    return Collections.unmodifiableMap(constraints);
  }
}
