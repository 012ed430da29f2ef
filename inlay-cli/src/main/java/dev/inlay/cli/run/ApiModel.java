package dev.inlay.cli.run;

import dev.inlay.cli.job.Layout;
import dev.inlay.cli.yaml.Nearest;
import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.Dataset;
import dev.inlay.data.RowSource;
import dev.inlay.estimator.Estimator;
import dev.inlay.estimator.FeatureSchema;
import dev.inlay.estimator.ModelEstimator;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.train.Loss;
import dev.inlay.train.Sgd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model that a program has made. How files are to be read is known from what its features were
 * like in training; they have a column for each. Of a model in one file, its inputs say what
 * columns it reads.
 *
 * @param inputs of a model in one file
 * @param measurable whether the model is compiled, so that it says how it is measured
 */
record ApiModel(Estimator estimator, List<TensorSpec> inputs, boolean measurable)
    implements TrainedModel {
  private static final int BATCH = 1024;

  ApiModel {
    inputs = List.copyOf(inputs);
  }

  static ApiModel of(Estimator estimator) {
    return new ApiModel(estimator, List.of(), true);
  }

  /** A model of layers. */
  static ApiModel of(Model model) {
    boolean compiled = model.compiled().isPresent();
    if (!compiled) {
      // Predictions want neither loss nor optimizer, but an estimator has them.
      model.compile(Sgd.of(0), Loss.MEAN_SQUARED_ERROR);
    }
    return new ApiModel(ModelEstimator.of(model), model.inputs(), compiled);
  }

  @Override
  public Answers answers() {
    return new Answers(List.of(), "|");
  }

  @Override
  public Layout layout(int skipLines) {
    return skipLines < 0 ? Layout.USUAL : Layout.USUAL.withSkipLines(skipLines);
  }

  @Override
  public RowSource<?> rows(List<Path> files, Layout layout) {
    RowSource<?> rows = typed(files, layout);
    return features().isEmpty() ? rows : rows.withColumns(features());
  }

  private List<String> features() {
    return Stream.concat(
            estimator.schema().stream().map(FeatureSchema::name),
            inputs.stream().map(TensorSpec::name))
        .toList();
  }

  /** All columns, those of features in their types. */
  private RowSource<?> typed(List<Path> files, Layout layout) {
    RowSource<?> rows = layout.allRows(files);
    Collection<String> there = Layout.columns(rows);
    for (String name : features()) {
      if (!there.contains(name)) {
        throw new IllegalArgumentException(
            "%s lacks a column that the model reads: \"%s\"%s; it has %s"
                .formatted(files.getFirst(), name, Nearest.hint(name, there), there));
      }
    }
    for (TensorSpec input : inputs) {
      if (input.shape().rank() > 2 || (input.shape().rank() == 2 && input.shape().last() != 1)) {
        throw new IllegalArgumentException(
            "input \"%s\" takes %s, and a cell of a file of rows has one value; ask this model from a program"
                .formatted(input.name(), input.shape()));
      }
      rows = rows.withType(input.name(), input.dtype());
    }
    for (FeatureSchema feature : estimator.schema()) {
      String name = feature.name();
      boolean list = feature.ragged() && !(rows instanceof Csv);
      if (!list && (feature.ragged() || feature.width() != 1)) {
        throw new IllegalArgumentException(
            "feature \"%s\" had %s values a row in training, and a cell of a CSV file has one; ask this model from a program, by SavedPredictor"
                .formatted(name, feature.ragged() ? "several" : feature.width()));
      }
      rows = list ? rows.withList(name, feature.dtype()) : rows.withType(name, feature.dtype());
      if (!list && feature.dtype().isInteger()) {
        rows = rows.withDefault(name, "-1");
      }
    }
    return rows;
  }

  @Override
  public List<String> unknown(Collection<String> there) {
    List<String> unknown = new ArrayList<>(features().isEmpty() ? List.of() : there);
    unknown.removeAll(features());
    return unknown;
  }

  @Override
  public Map<String, Double> measured(List<Path> files, int skipLines, String label) {
    if (label.isEmpty()) {
      throw new IllegalArgumentException(
          "a program made this model, so it doesn't say which column is the label; name it with"
              + " --label COLUMN");
    }
    if (!measurable) {
      throw new IllegalArgumentException(
          "this model isn't compiled, so it doesn't say how it is measured; compile it and save it"
              + " again");
    }
    RowSource<?> source = typed(files, layout(skipLines));
    if (!inputs.isEmpty()) {
      List<String> columns = new ArrayList<>(features());
      columns.add(label);
      source = source.withColumns(columns);
    }
    Map<String, DType> types = source.schema().types();
    if (!types.containsKey(label)) {
      throw new IllegalArgumentException(
          "%s has no column \"%s\"%s; it has %s"
              .formatted(
                  files.getFirst(), label, Nearest.hint(label, types.keySet()), types.keySet()));
    }
    Batch rows = source.read().withLabel(label);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("rows", (double) rows.rows());
    metrics.putAll(estimator.evaluate(() -> Dataset.of(rows).batch(BATCH)));
    return metrics;
  }

  @Override
  public String describe() {
    if (!inputs.isEmpty()) {
      TextTable reads = TextTable.of("input", "type", "shape");
      inputs.forEach(in -> reads.add(in.name(), in.dtype().toString(), in.shape().toString()));
      return "a program's model of layers\n\n" + reads;
    }
    TextTable table = TextTable.of("feature", "type", "values a row", "in training");
    for (FeatureSchema feature : estimator.schema()) {
      table.add(
          feature.name(),
          feature.dtype().toString(),
          feature.ragged() ? "any number" : Integer.toString(feature.width()),
          feature.dtype() == DType.FLOAT32
              ? String.format(
                  Locale.ROOT, "mean %.4g, deviation %.4g", feature.mean(), feature.deviation())
              : "most often " + feature.shares().keySet().stream().limit(3).toList());
    }
    return "a program's model, %,d steps\n\n%s".formatted(estimator.globalStep(), table);
  }
}
