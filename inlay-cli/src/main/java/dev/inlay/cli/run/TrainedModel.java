package dev.inlay.cli.run;

import dev.inlay.cli.job.Layout;
import dev.inlay.data.RowSource;
import dev.inlay.estimator.Estimator;
import dev.inlay.formats.keras.Keras;
import dev.inlay.model.Model;
import dev.inlay.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model directory that is asked, whoever made it. */
public sealed interface TrainedModel permits JobModel, ApiModel {
  /**
   * Opens a model directory, a zip file of one, or the file of a model of layers: one of Inlay's,
   * or a {@code .keras} or {@code .h5} file of Keras's.
   *
   * @throws IllegalArgumentException if it is none, or has no weights
   */
  static TrainedModel open(Path place) {
    if (Files.isRegularFile(place) && !place.toString().endsWith(".zip")) {
      return ApiModel.of(
          place.toString().matches(".*\\.(keras|h5|hdf5)") ? Keras.load(place) : Model.load(place));
    }
    Estimator estimator = Estimator.load(place);
    if (estimator.globalStep() == 0) {
      throw new IllegalArgumentException(
          "%s has no trained weights that are whole; finish the training".formatted(place));
    }
    return ModelDirectory.Contents.of(estimator, place)
        .<TrainedModel>map(contents -> new JobModel(estimator, contents.recipe()))
        .orElseGet(() -> ApiModel.of(estimator));
  }

  /** With the newest weights. */
  Estimator estimator();

  /** How its predictions become columns. */
  Answers answers();

  /** How files for this model are written. */
  Layout layout(int skipLines);

  /** A reader of the columns that it needs. */
  RowSource<?> rows(List<Path> files, Layout layout);

  /** Columns that it doesn't know. */
  List<String> unknown(Collection<String> there);

  /**
   * How good it is on rows whose label is known.
   *
   * @param label the column of the label; empty for that of the job
   */
  Map<String, Double> measured(List<Path> files, int skipLines, String label);

  /** What it is and what it reads, for people. */
  String describe();

  /** Prints how good the model is on rows whose label is known. */
  default void evaluate(List<Path> files, int skipLines, String label, Screen screen) {
    Map<String, Double> metrics = measured(files, skipLines, label);
    screen.say(Metrics.table(metrics));
    screen.result(metrics);
  }

  /** Prints columns, weights and how training went. */
  default void summarize(Screen screen) {
    screen.say(describe());
    TextTable table = TextTable.of("weight", "shape", "numbers");
    List<Object> weights = new ArrayList<>();
    long total = 0;
    for (String name : estimator().variableNames()) {
      if (name.equals("global_step") || name.startsWith("training/")) {
        continue;
      }
      Shape shape = estimator().variableValue(name).shape();
      total += shape.size();
      table.add(name, shape.toString(), "%,d".formatted(shape.size()));
      weights.add(Map.of("name", name, "numbers", shape.size()));
    }
    table.add("in all", "", "%,d".formatted(total));
    screen.say("\n" + table);
    Path directory = estimator().config().modelDir();
    Map<String, Double> metrics =
        directory == null ? Map.of() : new ModelDirectory(directory).history().metrics();
    if (!metrics.isEmpty()) {
      screen.say("\non the test rows of the training:\n" + Metrics.table(metrics));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("steps", estimator().globalStep());
    tree.put("parameters", total);
    tree.put("weights", weights);
    tree.put("metrics", metrics);
    screen.result(tree);
  }
}
