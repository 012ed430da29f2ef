package dev.inlay.formats.keras;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.formats.hdf5.Dataset;
import dev.inlay.formats.hdf5.Group;
import dev.inlay.model.Model;
import dev.inlay.tensor.Shape;
import dev.inlay.train.Nadam;
import dev.inlay.train.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives a compiled model what its optimizer remembered. */
final class OptimizerReader {
  private OptimizerReader() {}

  /**
   * Reads the count of steps and the optimizer's tables.
   *
   * @param paths of the model's weights, in the order of Keras's layers
   * @param datasets the optimizer's variables in order; none if it has made no step
   * @throws UnsupportedOperationException if Keras's optimizer remembers other things than ours
   * @throws IllegalArgumentException if a table has another shape
   */
  static void read(Model model, Optimizer optimizer, List<String> paths, List<Dataset> datasets) {
    int first = OptimizerVariables.hasLearningRate(optimizer) ? 2 : 1;
    if (datasets.size() <= first) {
      // It has made no step, so it has no memory yet.
      return;
    }
    Checkpoint state = model.checkpoint(Map.of());
    List<Checkpoint.Entry> slots = OptimizerVariables.slots(optimizer, state.entries(), paths);
    // Of Nadam, Keras keeps a product of numbers that follow from the count of steps.
    int derived = optimizer instanceof Nadam ? 1 : 0;
    if (datasets.size() != first + slots.size() + derived) {
      throw new UnsupportedOperationException(
          "the memory of optimizer %s: the file has %d tables of it, here it has %d; read the model"
                  .formatted(optimizer.kind(), datasets.size() - first, slots.size())
              + " with Keras.reader().withoutTraining()");
    }
    for (int i = 0; i < slots.size(); i++) {
      check(slots.get(i), datasets.get(first + i));
    }
    for (int i = 0; i < slots.size(); i++) {
      datasets.get(first + i).read(slots.get(i).values());
    }
    // The learning rate is the config's, which says what was in force.
    model.restore(new Checkpoint(datasets.getFirst().whole(), Map.of(), state.entries()));
  }

  /** The optimizer's variables in a file; none if there are none. */
  static List<Dataset> variables(Group root) {
    return root.group("optimizer/vars").map(OptimizerReader::numbered).orElse(List.of());
  }

  private static List<Dataset> numbered(Group vars) {
    List<Dataset> datasets = new ArrayList<>();
    for (int i = 0; ; i++) {
      Optional<Dataset> next = vars.dataset(String.valueOf(i));
      if (next.isEmpty()) {
        return datasets;
      }
      datasets.add(next.get());
    }
  }

  private static void check(Checkpoint.Entry slot, Dataset dataset) {
    if (!WeightsReader.dims(slot.shape()).equals(dataset.dims())) {
      Shape shape = slot.shape();
      throw new IllegalArgumentException(
          "the optimizer's \"%s\" has shape %s, the file's \"%s\" has %s"
              .formatted(slot.name(), shape, dataset.path(), dataset.dims()));
    }
  }
}
