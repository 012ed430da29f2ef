package dev.inlay.cli.job;

import dev.inlay.layer.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a user says of a training.
 *
 * @param columns what to make of columns, by the name that was given to each; others are {@code
 *     auto}
 * @param drop columns of the data that the model doesn't see
 * @param output the model directory
 */
public record Job(
    Data data,
    Target label,
    Map<String, ColumnChoice> columns,
    List<String> drop,
    ModelChoice model,
    TrainingChoice training,
    Path output) {
  public Job {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    drop = List.copyOf(drop);
  }

  public Job withData(Data other) {
    return new Job(other, label, columns, drop, model, training, output);
  }

  /** With further columns that the model doesn't see. */
  public Job withDrop(List<String> more) {
    List<String> all = new ArrayList<>(drop);
    all.addAll(more);
    return new Job(data, label, columns, all, model, training, output);
  }

  public Job withModel(ModelChoice other) {
    return new Job(data, label, columns, drop, other, training, output);
  }

  public Job withTraining(TrainingChoice other) {
    return new Job(data, label, columns, drop, model, other, output);
  }

  public Job withOutput(Path other) {
    return new Job(data, label, columns, drop, model, training, other);
  }

  /**
   * What decides about the model that comes out, as a tree: two trainings in one directory must
   * agree on it. Where files lie doesn't matter, nor do logs, and training may be made longer.
   */
  public Map<String, @Nullable Object> settings() {
    Config config = Config.of();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("layout", config.write(data.layout()));
    tree.put("test", config.write(data.test().settings()));
    tree.put("label", config.write(label));
    Map<String, @Nullable Object> choices = new LinkedHashMap<>();
    columns.forEach((name, choice) -> choices.put(name, config.write(choice)));
    tree.put("columns", choices);
    tree.put("drop", drop);
    tree.put("model", config.write(model));
    Map<String, @Nullable Object> how = new LinkedHashMap<>();
    if (config.write(training.withEpochs(0)) instanceof Map<?, ?> all) {
      all.forEach((name, value) -> how.put(String.valueOf(name), value));
    }
    how.remove("tensorBoard");
    tree.put("training", how);
    return tree;
  }
}
