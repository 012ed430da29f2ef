package dev.inlay.cli.recipe;

import dev.inlay.cli.job.Holdout;
import dev.inlay.cli.job.Job;
import dev.inlay.cli.job.Layout;
import dev.inlay.cli.yaml.Nearest;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.data.RowSource;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a job with their labels, taken apart.
 *
 * @param answer what labels mean
 * @param train weighted, if the job says so, by the feature {@link Recipe#WEIGHT}
 * @param test null if there are none
 * @param validation null if there are none
 */
public record Partition(
    Answer answer, Batch train, @Nullable Batch test, @Nullable Batch validation) {
  /**
   * Takes the rows of a job's files apart.
   *
   * @param fit whether the spread of numbers is to be learned from the training rows
   * @param rows with the label among the features, as text
   * @throws IllegalArgumentException if a part would have no rows, or a label or a weight is none
   */
  static Partition of(Job job, Answer inferred, boolean fit, Batch rows) {
    Batch rest = rows;
    Batch test;
    long seed = job.training().seed();
    if (job.data().test() instanceof Holdout.Separate(var files, int skipLines)) {
      test = separate(job, files, skipLines, rows);
    } else {
      Split split = split(rows, job.data().test(), seed);
      rest = split.rest;
      test = split.kept;
    }
    Split split = split(rest, job.training().validation(), seed + 1);
    Answer answer = fit ? inferred.fit(split.rest) : inferred;
    Batch train = answer.labelled(split.rest);
    if (train.rows() == 0) {
      throw new IllegalArgumentException(
          "column \"%s\" is the label and has no value in any row".formatted(answer.column()));
    }
    return new Partition(
        answer,
        weighted(job, train),
        test == null ? null : answer.labelled(test),
        split.kept == null ? null : answer.labelled(split.kept));
  }

  private static Batch separate(Job job, List<Path> files, int skipLines, Batch like) {
    RowSource<?> source = job.data().layout().withSkipLines(skipLines).allRows(files);
    var there = Layout.columns(source);
    List<String> wanted = new ArrayList<>();
    for (var feature : like.features().entrySet()) {
      String name = feature.getKey();
      if (name.equals(job.training().weight())) {
        continue;
      }
      if (!there.contains(name)) {
        throw new IllegalArgumentException(
            "%s lacks the column \"%s\" of the training data%s; it has %s"
                .formatted(files.getFirst(), name, Nearest.hint(name, there), there));
      }
      wanted.add(name);
      DType type = feature.getValue().dtype();
      source = type == DType.INT64 ? Role.ID.read(source, name) : source.withType(name, type);
    }
    return source.withColumns(wanted).read();
  }

  /** Rows that are kept apart, if any, and the rest. */
  private record Split(Batch rest, @Nullable Batch kept) {}

  private static Split split(Batch rows, Holdout holdout, long seed) {
    Dataset all = Dataset.of(rows);
    Dataset.Split split =
        switch (holdout) {
          case Holdout.None _, Holdout.Separate _ -> null;
          case Holdout.Every(int n) -> all.splitEvery(n);
          case Holdout.Fraction(double part) -> all.split(1 - part, seed);
        };
    if (split == null) {
      return new Split(rows, null);
    }
    if (split.first().cardinality().orElse(0) == 0 || split.second().cardinality().orElse(0) == 0) {
      throw new IllegalArgumentException(
          "%,d rows are too few to keep some of them apart (%s); give more rows, or say test: none in a job"
              .formatted(rows.rows(), holdout.describe()));
    }
    return new Split(split.first().toBatch(), split.second().toBatch());
  }

  /** Rows with how much they count, if that isn't the same for all. */
  private static Batch weighted(Job job, Batch rows) {
    String column = job.training().weight();
    Map<String, Double> byClass = job.training().classWeights();
    if (column.isEmpty() && byClass.isEmpty()) {
      return rows;
    }
    float[] weights = new float[rows.rows()];
    Arrays.fill(weights, 1);
    if (!column.isEmpty()) {
      weights = ((Tensor) rows.feature(column)).toFloats().data().clone();
      for (float weight : weights) {
        if (!(weight >= 0) || Float.isInfinite(weight)) {
          throw new IllegalArgumentException(
              "weight \"%s\": %s is not a finite number of 0 or more; clean the data"
                  .formatted(column, weight));
        }
      }
    }
    if (!byClass.isEmpty()) {
      if (!(rows.label() instanceof StringTensor names)) {
        throw new IllegalArgumentException(
            "class_weights are for rows of one class each; leave them out, or name a weight"
                + " column");
      }
      String[] labels = names.data();
      for (int row = 0; row < weights.length; row++) {
        String name = labels[row];
        weights[row] *= byClass.getOrDefault(name, 1.0).floatValue();
      }
    }
    return rows.withFeature(Recipe.WEIGHT, Tensor.of(weights));
  }
}
