package dev.inlay.formats.keras;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import java.util.Map;

/** Weights that are tuned by updates of low rank ({@link dev.inlay.layer.Lora}). */
final class LowRank {
  private LowRank() {}

  /** Whether a weight is part of such an update. Keras doesn't keep those in files. */
  static boolean isUpdate(String path) {
    return path.matches(".*/lora_\\w+_[ab]");
  }

  /**
   * A weight as Keras writes it: with its update added, if it has one.
   *
   * @param layer with the update's rank and factor in its config
   */
  static Table sum(KerasObject layer, String path, Map<String, Variable> variables) {
    Variable weight = variables.get(path);
    if (weight == null) {
      throw new IllegalArgumentException("there is no weight \"%s\"".formatted(path));
    }
    int name = path.lastIndexOf('/') + 1;
    String update = path.substring(0, name) + "lora_" + path.substring(name);
    Variable a = variables.get(update + "_a");
    Variable b = variables.get(update + "_b");
    if (a == null || b == null) {
      return weight.values();
    }
    int rank = b.shape().dim(0);
    float factor =
        layer.config().get("lora_alpha") instanceof Number alpha ? alpha.floatValue() / rank : 1;
    Table left = a.values();
    Table right = b.values();
    Table sum = weight.values().copy();
    int width = b.shape().dim(1);
    Table before = weight.values();
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
          return before.at(at / before.width(), (int) (at % before.width()))
              + factor * (float) product;
        });
    return sum;
  }
}
