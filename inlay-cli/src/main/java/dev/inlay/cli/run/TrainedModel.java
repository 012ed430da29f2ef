package dev.inlay.cli.run;

import dev.inlay.cli.job.Layout;
import dev.inlay.cli.recipe.Estimators;
import dev.inlay.cli.recipe.Recipe;
import dev.inlay.data.Csv;
import dev.inlay.estimator.Estimator;
import dev.inlay.estimator.RunConfig;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model directory that is asked.
 *
 * @param recipe all but the weights
 * @param estimator with the newest weights
 */
public record TrainedModel(Path directory, Recipe recipe, Estimator estimator) {
  /**
   * Opens a model directory.
   *
   * @throws IllegalArgumentException if it is none, or has no weights
   */
  public static TrainedModel open(Path directory) {
    Recipe recipe = new ModelDirectory(directory).read().recipe();
    Estimator estimator = Estimators.of(recipe, RunConfig.of().withModelDir(directory), false);
    if (estimator.globalStep() == 0) {
      throw new IllegalArgumentException(
          "%s has no trained weights that are whole; finish the training with inlay train"
              .formatted(directory));
    }
    return new TrainedModel(directory, recipe, estimator);
  }

  /** How files for this model are written. */
  Layout layout(int skipLines) {
    return skipLines < 0 ? recipe.layout() : recipe.layout().withSkipLines(skipLines);
  }

  /** Prints how good the model is on rows whose label is known. */
  public void evaluate(List<Path> files, int skipLines, Screen screen) {
    Csv csv = recipe.csv(files, layout(skipLines), true);
    var metrics = Metrics.of(recipe, estimator, recipe.answer().labelled(csv.read()));
    screen.say(Metrics.table(metrics));
    screen.result(metrics);
  }

  /** Prints columns, weights and how training went. */
  public void summarize(Screen screen) {
    screen.say(
        "%s model for the label \"%s\" (%s), %,d steps"
            .formatted(
                recipe.model().kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                recipe.answer().column(),
                recipe.answer().task().name().toLowerCase(Locale.ROOT),
                estimator.globalStep()));
    screen.say("\n" + Training.columns(recipe));
    TextTable table = TextTable.of("weight", "shape", "numbers");
    List<Object> weights = new ArrayList<>();
    long total = 0;
    for (String name : estimator.variableNames()) {
      if (name.equals("global_step") || name.startsWith("training/")) {
        continue;
      }
      FloatTensor value = estimator.variableValue(name);
      total += value.shape().size();
      table.add(name, value.shape().toString(), "%,d".formatted(value.shape().size()));
      weights.add(Map.of("name", name, "numbers", value.shape().size()));
    }
    table.add("in all", "", "%,d".formatted(total));
    screen.say("\n" + table);
    Map<String, Double> metrics = new ModelDirectory(directory).history().metrics();
    if (!metrics.isEmpty()) {
      screen.say("\non the test rows of the training:\n" + Metrics.table(metrics));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("steps", estimator.globalStep());
    tree.put("parameters", total);
    tree.put("weights", weights);
    tree.put("metrics", metrics);
    screen.result(tree);
  }
}
