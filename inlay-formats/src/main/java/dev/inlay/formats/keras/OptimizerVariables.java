package dev.inlay.formats.keras;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.train.Adam;
import dev.inlay.train.LearningRate;
import dev.inlay.train.MultiOptimizer;
import dev.inlay.train.Optimizer;
import dev.inlay.train.RmsProp;
import dev.inlay.train.Slot;
import dev.inlay.train.Tuned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of an optimizer of Keras in the order in which it numbers them: the count of steps,
 * the learning rate unless a schedule gives it, then its memory of the weights. Most optimizers
 * remember all of one weight before the next; what some remember on request comes behind, for all
 * weights.
 */
final class OptimizerVariables {
  private OptimizerVariables() {}

  /**
   * Whether the learning rate is a variable.
   *
   * @throws UnsupportedOperationException if these are several optimizers
   */
  static boolean hasLearningRate(Optimizer optimizer) {
    if (optimizer instanceof MultiOptimizer) {
      throw new UnsupportedOperationException(
          "the memory of several optimizers is neither read nor written; read the model with"
              + " Keras.reader().withoutTraining()");
    }
    return optimizer.learningRate() instanceof LearningRate.Constant;
  }

  /**
   * The optimizer's tables in Keras's order.
   *
   * @param paths of the weights, in the order of the model's layers
   */
  static List<Checkpoint.Entry> slots(
      Optimizer optimizer, List<Checkpoint.Entry> entries, List<String> paths) {
    Map<String, Checkpoint.Entry> byName = new LinkedHashMap<>();
    entries.forEach(entry -> byName.put(entry.name(), entry));
    List<Checkpoint.Entry> slots = new ArrayList<>();
    for (List<Slot> group : groups(optimizer)) {
      for (String path : paths) {
        for (Slot slot : group) {
          Checkpoint.Entry entry =
              byName.get("%s/%s/%s".formatted(optimizer.kind(), path, slot.name()));
          if (entry != null) {
            slots.add(entry);
          }
        }
      }
    }
    return slots;
  }

  private static List<List<Slot>> groups(Optimizer optimizer) {
    List<List<Slot>> groups = new ArrayList<>();
    if (optimizer.options().ema() != null) {
      groups.add(List.of(new Slot("average", 0)));
    }
    if (optimizer.options().accumulationSteps() > 1) {
      groups.add(List.of(new Slot("gradient_accumulator", 0)));
    }
    List<Slot> slots = optimizer.slots();
    switch (optimizer instanceof Tuned tuned ? tuned.optimizer() : optimizer) {
      case RmsProp _ -> slots.forEach(slot -> groups.add(List.of(slot)));
      case Adam adam when adam.amsgrad() -> {
        groups.add(slots.subList(0, 2));
        groups.add(slots.subList(2, 3));
      }
      default -> groups.add(slots);
    }
    return groups;
  }
}
