package dev.inlay.estimator;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.tensor.Storage;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights, and what optimizers remember, under TensorFlow's names: {@code
 * training/Adagrad/dnn/logits/bias/accumulator}.
 */
final class Variables {
  private final Map<String, Checkpoint.Entry> entries = new LinkedHashMap<>();
  private final long step;

  private Variables(long step) {
    this.step = step;
  }

  /** All that a model trains with. */
  static Variables of(Machine machine) {
    var all = new Variables(machine.step());
    List<Checkpoint.Entry> entries = machine.entries();
    var weights = machine.weights().byPath().keySet();
    for (Checkpoint.Entry entry : entries) {
      String name = entry.name();
      all.entries.put(weights.contains(name) ? name : "training/" + optimizerName(name), entry);
    }
    return all;
  }

  private static String optimizerName(String slot) {
    int end = slot.indexOf('/');
    return switch (slot.substring(0, end)) {
          case "adagrad" -> "Adagrad";
          case "adam" -> "Adam";
          case "ftrl" -> "Ftrl";
          case "rmsprop" -> "RMSprop";
          case "sgd" -> "SGD";
          case String other -> other;
        }
        + slot.substring(end);
  }

  List<String> names() {
    List<String> names = new ArrayList<>(entries.keySet());
    names.add(Evaluation.GLOBAL_STEP);
    return names;
  }

  /**
   * A copy of a variable.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  FloatTensor value(String name) {
    if (name.equals(Evaluation.GLOBAL_STEP)) {
      return Tensor.scalar((float) step);
    }
    Checkpoint.Entry variable = entries.get(name);
    if (variable == null) {
      throw new IllegalArgumentException(
          "no variable \"%s\"; there are %s".formatted(name, entries.keySet()));
    }
    float[] values = new float[variable.shape().intSize()];
    Storage storage = variable.values();
    storage.read(0, Math.toIntExact(storage.rows()), values, 0);
    return Tensor.of(variable.shape(), values);
  }
}
