package dev.inlay.formats.keras;

import dev.inlay.graph.Variable;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Storage;
import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Weights that are tuned by updates of low rank ({@link dev.inlay.layer.Lora}). */
final class LowRank {
  private LowRank() {}

  /** Whether a weight is part of such an update. Keras doesn't keep those in files. */
  static boolean isUpdate(String path) {
    return path.matches(".*/lora_\\w+_[ab]");
  }

  /**
   * The weights of a layer in the order in which Keras makes them: updates when all others of the
   * same part of the layer are there. Optimizers remember what belongs to them, too.
   *
   * @param weights without the updates
   * @param all of the model, in order
   */
  static List<String> withUpdates(List<String> weights, Collection<String> all) {
    List<String> ordered = new ArrayList<>(weights);
    for (String path : all) {
      if (isUpdate(path)) {
        int last = ordered.stream().map(LowRank::part).toList().lastIndexOf(part(path));
        ordered.add(last + 1, path);
      }
    }
    return ordered;
  }

  private static String part(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /**
   * A weight of floats as Keras writes it: with its update added, if it has one.
   *
   * @param layer with the update's rank and factor in its config
   */
  static Table sum(KerasObject layer, String path, Map<String, Variable> variables) {
    Variable weight = variables.get(path);
    if (weight == null) {
      throw new IllegalArgumentException("there is no weight \"%s\"".formatted(path));
    }
    Table update = update(layer, path, variables);
    if (update == null) {
      return weight.values();
    }
    Table sum = weight.values().copy();
    Table before = weight.values();
    int width = sum.width();
    sum.fill(
        at -> {
          long row = at / width;
          int column = (int) (at % width);
          return before.at(row, column) + update.at(row, column);
        });
    return sum;
  }

  /**
   * Weights held in 8 bits that have an update, with all that belongs to them, as Keras writes
   * them: as floats with the update added, rounded again.
   */
  static Map<String, Storage> rounded(
      Model model, WeightPlaces.Place place, Map<String, Variable> variables) {
    Map<String, Storage> rounded = new HashMap<>();
    variables.forEach(
        (path, variable) -> {
          if (place.has(path) && variable.dtype() == DType.INT8) {
            Table update = update(place.layer(), path, variables);
            if (update != null) {
              rounded.putAll(model.roundedWith(path, update));
            }
          }
        });
    return rounded;
  }

  /** What is added to a weight, in rows as these of the weight; null if nothing is. */
  private static @Nullable Table update(
      KerasObject layer, String path, Map<String, Variable> variables) {
    int name = path.lastIndexOf('/') + 1;
    String update = path.substring(0, name) + "lora_" + path.substring(name);
    Variable a = variables.get(update + "_a");
    Variable b = variables.get(update + "_b");
    if (a == null || b == null) {
      return null;
    }
    int rank = b.shape().dim(0);
    float factor =
        layer.config().get("lora_alpha") instanceof Number alpha ? alpha.floatValue() / rank : 1;
    Table left = a.values();
    Table right = b.values();
    int width = b.shape().dim(1);
    int perRow = a.shape().rank() == 2 ? width : left.width() / rank * width;
    var sum = new Table(left.rows(), perRow);
    sum.fill(
        at -> {
          long row = at / width;
          double product = 0;
          for (int k = 0; k < rank; k++) {
            long place = row * rank + k;
            product +=
                (double) left.at(place / left.width(), (int) (place % left.width()))
                    * right.at(k, (int) (at % width));
          }
          return factor * (float) product;
        });
    return sum;
  }
}
