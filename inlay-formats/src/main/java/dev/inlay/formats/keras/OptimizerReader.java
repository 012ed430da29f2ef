package dev.inlay.formats.keras;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.formats.hdf5.Dataset;
import dev.inlay.formats.hdf5.Group;
import dev.inlay.model.Compile;
import dev.inlay.model.Model;
import dev.inlay.train.MultiOptimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Compiles models, and gives them what their optimizers remembered. */
final class OptimizerReader {
  private final Model model;
  private final List<String> paths;
  private final List<Dataset> datasets;

  private OptimizerReader(Model model, List<String> paths, List<Dataset> datasets) {
    this.model = model;
    this.paths = paths;
    this.datasets = datasets;
  }

  /**
   * Compiles a model and reads the count of steps and the optimizer's tables.
   *
   * @param paths of the model's weights, in the order of Keras's layers
   * @param datasets the optimizer's variables in order; none if the file has none
   * @throws UnsupportedOperationException if Keras's optimizer remembers other things than ours
   * @throws IllegalArgumentException if a table has another shape
   */
  static void read(
      Model model,
      KerasObject config,
      Compile compile,
      List<String> paths,
      List<Dataset> datasets) {
    var reader = new OptimizerReader(model, paths, datasets);
    if (!(compile.optimizer() instanceof MultiOptimizer several)) {
      model.compile(compile);
      if (!reader.fits(UnaryOperator.identity(), compile, false)) {
        reader.refuse(compile);
      }
      return;
    }
    reader.several(config, compile, several);
  }

  /**
   * Gives a model that is compiled what a file's optimizer remembered, if its own would remember
   * the same; else it begins anew.
   *
   * @param paths of the model's weights, in the order of Keras's layers
   */
  static void readIfSame(Model model, List<String> paths, List<Dataset> datasets) {
    model
        .compiled()
        .ifPresent(
            compile -> {
              var reader = new OptimizerReader(model, paths, datasets);
              boolean _ = reader.fits(UnaryOperator.identity(), compile, false);
            });
  }

  /** The names by which the file's optimizers have chosen weights are those that fit its tables. */
  private void several(KerasObject config, Compile compile, MultiOptimizer several) {
    List<UnaryOperator<String>> candidates =
        new ArrayList<>(List.of(KerasPaths.written(config), KerasPaths.loaded(config)));
    candidates.removeIf(
        names -> paths.stream().noneMatch(p -> several.pattern(names.apply(p)).isPresent()));
    candidates.add(KerasPaths.written(config));
    for (UnaryOperator<String> names : candidates) {
      model.compile(
          compile.withOptimizer(
              KerasPaths.renamed(several, paths, names, UnaryOperator.identity())));
      if (fits(names, compile, false) || fits(names, compile, true)) {
        return;
      }
    }
    refuse(compile);
  }

  /** Reads the tables if they are the optimizer's, or if it has begun none. */
  private boolean fits(UnaryOperator<String> names, Compile compile, boolean shared) {
    Checkpoint state = model.checkpoint(Map.of());
    List<OptimizerMemory.Kept> kept =
        OptimizerLayout.of(compile.optimizer(), state, paths, names, shared).variables();
    if (!shapes(kept).equals(datasets.stream().map(Dataset::dims).toList())) {
      return datasets.stream().allMatch(dataset -> dataset.dims().isEmpty());
    }
    long steps = steps(kept);
    for (int i = 0; i < kept.size(); i++) {
      if (kept.get(i) instanceof OptimizerMemory.Slot(Checkpoint.Entry entry)) {
        datasets.get(i).read(entry.floats());
      }
    }
    // The learning rate is the config's, which says what was in force.
    model.restore(new Checkpoint(steps, Map.of(), state.entries()));
    return true;
  }

  private static List<List<Long>> shapes(List<OptimizerMemory.Kept> kept) {
    return kept.stream().map(one -> WeightsReader.dims(one.shape())).toList();
  }

  private long steps(List<OptimizerMemory.Kept> kept) {
    List<Long> counts =
        IntStream.range(0, kept.size())
            .filter(i -> kept.get(i) instanceof OptimizerMemory.Steps)
            .mapToObj(i -> datasets.get(i).whole())
            .distinct()
            .toList();
    if (counts.size() > 1) {
      throw new UnsupportedOperationException(
          "several optimizers that have made %s steps; here they step together".formatted(counts));
    }
    return counts.isEmpty() ? 0 : counts.getFirst();
  }

  /** Says how the tables differ. */
  private void refuse(Compile compile) {
    List<OptimizerMemory.Kept> kept =
        OptimizerLayout.of(
                compile.optimizer(),
                model.checkpoint(Map.of()),
                paths,
                UnaryOperator.identity(),
                false)
            .variables();
    if (kept.size() != datasets.size()) {
      throw new UnsupportedOperationException(
          "the memory of optimizer %s: the file has %d tables of it, here it has %d; read the model with Keras.reader().withoutTraining()"
              .formatted(compile.optimizer().kind(), datasets.size(), kept.size()));
    }
    List<List<Long>> shapes = shapes(kept);
    for (int i = 0; i < kept.size(); i++) {
      Dataset dataset = datasets.get(i);
      if (!shapes.get(i).equals(dataset.dims())) {
        throw new IllegalArgumentException(
            "variable %d of optimizer %s has shape %s, the file's \"%s\" has %s"
                .formatted(
                    i, compile.optimizer().kind(), shapes.get(i), dataset.path(), dataset.dims()));
      }
    }
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
}
