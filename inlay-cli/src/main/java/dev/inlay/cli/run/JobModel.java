package dev.inlay.cli.run;

import dev.inlay.cli.job.Layout;
import dev.inlay.cli.recipe.Recipe;
import dev.inlay.data.Batch;
import dev.inlay.data.RowSource;
import dev.inlay.estimator.Estimator;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model that {@code inlay train} has made.
 *
 * @param recipe all but the weights
 */
record JobModel(Estimator estimator, Recipe recipe) implements TrainedModel {
  @Override
  public Answers answers() {
    return new Answers(recipe.answer().classes(), recipe.answer().separator());
  }

  @Override
  public Layout layout(int skipLines) {
    return skipLines < 0 ? recipe.layout() : recipe.layout().withSkipLines(skipLines);
  }

  @Override
  public RowSource<?> rows(List<Path> files, Layout layout) {
    return recipe.read(layout.allRows(files), files.getFirst().toString(), false);
  }

  @Override
  public List<String> unknown(Collection<String> there) {
    return recipe.unknown(there);
  }

  /** All rows count the same. */
  @Override
  public Map<String, Double> measured(List<Path> files, int skipLines, String label) {
    if (!label.isEmpty() && !label.equals(recipe.answer().column())) {
      throw new IllegalArgumentException(
          "--label %s: the model was trained for \"%s\"; leave the option out"
              .formatted(label, recipe.answer().column()));
    }
    RowSource<?> source =
        recipe.read(layout(skipLines).allRows(files), files.getFirst().toString(), true);
    Batch rows = recipe.answer().labelled(source.read());
    Tensor ones = Tensor.full(Shape.of(rows.rows()), 1);
    return Metrics.of(recipe, estimator, rows.withFeature(Recipe.WEIGHT, ones));
  }

  @Override
  public String describe() {
    return "%s model for the label \"%s\" (%s), %,d steps\n\n%s"
        .formatted(
            recipe.model().kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            recipe.answer().column(),
            recipe.answer().task().name().toLowerCase(Locale.ROOT),
            estimator.globalStep(),
            Training.columns(recipe));
  }
}
