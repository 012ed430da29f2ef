package dev.inlay.cli.recipe;

import dev.inlay.cli.job.Layout;
import dev.inlay.cli.job.ModelChoice;
import dev.inlay.cli.job.Task;
import dev.inlay.cli.yaml.Nearest;
import dev.inlay.data.RowSource;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.layer.Config;
import dev.inlay.tensor.DType;
import dev.inlay.train.LearningRate;
import dev.inlay.train.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model but for its weights: how raw rows are read and encoded, how it is built, and what its
 * answers mean.
 *
 * @param features the columns that it reads, and how
 * @param columns what is made of them
 * @param ignored columns of the training data that it doesn't read
 */
public record Recipe(
    Layout layout,
    Answer answer,
    Map<String, Role> features,
    List<Use> columns,
    List<String> ignored,
    ModelChoice model,
    Optimizer optimizer,
    Optimizer linearOptimizer,
    long seed) {
  private static final Config CONFIG =
      FeatureColumn.CONFIG
          .and(Recipe.class, LearningRate.Constant.class)
          .and(Optimizer.CONFIG)
          .withAbsent(Layout.class, "joins", List.of())
          .withAbsent(Layout.class, "charset", "");

  /** The column of a batch that says how much rows count. */
  public static final String WEIGHT = "(weight)";

  public Recipe {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    columns = List.copyOf(columns);
    ignored = List.copyOf(ignored);
  }

  /** As a tree for a file. */
  public @Nullable Object toTree() {
    return CONFIG.write(this);
  }

  /**
   * The recipe of a tree.
   *
   * @throws IllegalArgumentException if the tree is no recipe
   */
  public static Recipe ofTree(@Nullable Object tree) {
    return CONFIG.read(tree, Recipe.class);
  }

  public boolean isRegression() {
    return answer.task() == Task.REGRESSION;
  }

  /**
   * A reader of rows with the columns that the model needs.
   *
   * @param withLabel whether the label is needed too
   * @param rows which may have more columns
   * @param name what to call them in messages
   * @throws IllegalArgumentException naming the columns that are missing
   */
  public RowSource<?> read(RowSource<?> rows, String name, boolean withLabel) {
    var there = Layout.columns(rows);
    List<String> needed = new ArrayList<>(features.keySet());
    if (withLabel) {
      needed.add(answer.column());
    }
    List<String> missing = needed.stream().filter(column -> !there.contains(column)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s lacks %s that the model reads: \"%s\"%s; it has %s"
              .formatted(
                  name,
                  missing.size() == 1 ? "a column" : "columns",
                  String.join("\", \"", missing),
                  missing.size() == 1 ? Nearest.hint(missing.getFirst(), there) : "",
                  there));
    }
    RowSource<?> source = rows;
    for (var feature : features.entrySet()) {
      source = feature.getValue().read(source, feature.getKey());
    }
    return (withLabel ? source.withType(answer.column(), DType.STRING) : source)
        .withColumns(needed);
  }

  /** Columns that are there, not read by the model, and unknown from training. */
  public List<String> unknown(Iterable<String> there) {
    List<String> unknown = new ArrayList<>();
    for (String column : there) {
      if (!features.containsKey(column)
          && !ignored.contains(column)
          && !column.equals(answer.column())) {
        unknown.add(column);
      }
    }
    return unknown;
  }
}
