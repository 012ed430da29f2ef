package dev.inlay.cli.recipe;

import dev.inlay.cli.job.ColumnChoice;
import dev.inlay.cli.job.Data;
import dev.inlay.cli.job.Job;
import dev.inlay.cli.job.Task;
import dev.inlay.cli.yaml.Nearest;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.data.RowSource;
import dev.inlay.data.Schema;
import dev.inlay.feature.FeatureProfile;
import dev.inlay.feature.TimeFormat;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Learns a recipe from the rows of a job, those for training alone. */
public final class Inference {
  private final Job job;
  private final Consumer<String> notes;
  private final Schema schema;
  private final Map<String, ColumnChoice> choices = new LinkedHashMap<>();
  private final Map<String, Role> roles = new LinkedHashMap<>();

  private Inference(Job job, Consumer<String> notes) {
    this.job = job;
    this.notes = notes;
    this.schema = all(job.data()).schema();
  }

  /** A recipe, and the rows that it was learned from. */
  public record Result(Recipe recipe, Partition rows) {}

  /**
   * Reads a job's data and learns what it is like.
   *
   * @param notes is told what somebody should know
   * @throws IllegalArgumentException if columns that the job names are not there, or the data
   *     doesn't suit
   */
  public static Result of(Job job, Consumer<String> notes) {
    return new Inference(job, notes).learn();
  }

  /**
   * Reads a job's data for a recipe that was learned from it before.
   *
   * @throws IllegalArgumentException if the data doesn't suit any more
   */
  public static Result of(Job job, Recipe recipe) {
    RowSource<?> rows = recipe.read(job.data().rows(), job.data().origin().name(), true);
    String weight = job.training().weight();
    if (!weight.isEmpty()) {
      rows =
          rows.withColumns(with(rows.fields().columns(), weight)).withType(weight, DType.FLOAT32);
    }
    return new Result(recipe, Partition.of(job, recipe.answer(), false, rows.read()));
  }

  private static List<String> with(@Nullable List<String> columns, String more) {
    List<String> all = new ArrayList<>(columns == null ? List.of() : columns);
    if (!all.contains(more)) {
      all.add(more);
    }
    return all;
  }

  private static RowSource<?> all(Data data) {
    return data.rows().withSampleRows(Integer.MAX_VALUE);
  }

  private Result learn() {
    Collection<String> there = schema.types().keySet();
    String label = job.label().column();
    known("the label", label, there);
    job.drop().forEach(column -> known("\"drop\"", column, there));
    String weight = job.training().weight();
    if (!weight.isEmpty()) {
      known("\"weight\"", weight, there);
      if (weight.equals(label)) {
        throw new IllegalArgumentException(
            "column \"%s\" is the label and the \"weight\" of rows; name another column as one of them"
                .formatted(label));
      }
    }
    choose(there);
    RowSource<?> source = all(job.data());
    List<String> read = new ArrayList<>(roles.keySet());
    read.add(label);
    for (var role : roles.entrySet()) {
      source = role.getValue().read(source, role.getKey());
    }
    source = source.withType(label, DType.STRING);
    if (!weight.isEmpty()) {
      source = source.withType(weight, DType.FLOAT32);
      read = with(read, weight);
    }
    Batch rows = source.withColumns(read).read();
    Answer answer =
        AnswerInference.of(
            job.label(), schema.type(label), ((StringTensor) rows.feature(label)).data(), notes);
    if (answer.task() == Task.SEQUENCE) {
      checkSteps();
    }
    if (job.training().classWeights().keySet().stream()
        .anyMatch(name -> !answer.classes().contains(name))) {
      throw new IllegalArgumentException(
          "\"class_weights\" are for %s, and the classes are %s; name classes as they are"
              .formatted(job.training().classWeights().keySet(), answer.classes()));
    }
    Partition parts = Partition.of(job, answer, true, rows);
    Batch features = parts.train().select(roles.keySet());
    var profiles = FeatureProfile.of(Dataset.of(features));
    List<Use> uses =
        new ColumnInference(
                job.model(), schema, new LearnedColumns(choices, profiles, features), notes)
            .uses();
    return new Result(recipe(parts.answer(), uses, there), parts);
  }

  private void checkSteps() {
    if (!job.model().kind().recurrent()) {
      throw new IllegalArgumentException(
          "a label of kind sequence has a class for each step, which the model kind %s doesn't read; choose kind: lstm or gru"
              .formatted(job.model().kind().name().toLowerCase(Locale.ROOT)));
    }
    if (!job.training().classWeights().isEmpty()) {
      throw new IllegalArgumentException(
          "\"class_weights\" are for labels of one class a row, not for one of kind sequence; leave"
              + " them out");
    }
  }

  private Recipe recipe(Answer answer, List<Use> uses, Collection<String> there) {
    Map<String, Role> features = new LinkedHashMap<>();
    for (Use use : uses) {
      for (String feature : use.column().features()) {
        Role role = roles.get(feature);
        if (role != null) {
          features.put(feature, role);
        }
      }
    }
    List<String> ignored = new ArrayList<>(there);
    ignored.removeAll(features.keySet());
    ignored.remove(answer.column());
    return new Recipe(
        job.data().layout(),
        answer,
        features,
        uses,
        ignored,
        job.model(),
        job.training().optimizer(),
        job.training().linearOptimizer(),
        job.training().seed());
  }

  private void known(String what, String column, Collection<String> there) {
    if (!there.contains(column)) {
      throw new IllegalArgumentException(
          "%s: no column \"%s\", which is %s%s; the columns are %s%s"
              .formatted(
                  job.data().origin().name(),
                  column,
                  what.startsWith("the") ? what : "named in " + what,
                  Nearest.hint(column, there),
                  there,
                  columnsHint(column, there)));
    }
  }

  /** What may be wrong with the names: another separator, no header line, a list in one text. */
  private static String columnsHint(String column, Collection<String> there) {
    if (there.containsAll(List.of(column.split("\\s*,\\s*")))) {
      return "; write several as a list, [%s], or each as an option of its own".formatted(column);
    }
    if (there.stream().anyMatch(name -> name.matches("[+-]?\\d+([.]\\d*)?"))) {
      return "; if the first line is a row already, name the columns with --header, or header: in a"
          + " job";
    }
    if (there.size() > 1) {
      return "";
    }
    return Stream.of(";", "\t", "|")
        .filter(separator -> there.iterator().next().contains(separator))
        .findFirst()
        .map(
            s ->
                "; they may be separated by another character: give --separator \"%s\""
                    .formatted(s.equals("\t") ? "tab" : s))
        .orElse("");
  }

  /** Fills up what the user said with {@code auto}, and says how each column is to be read. */
  private void choose(Collection<String> there) {
    String label = job.label().column();
    List<String> apart = new ArrayList<>(job.drop());
    apart.add(label);
    apart.add(job.training().weight());
    List<String> chosen = new ArrayList<>();
    job.columns()
        .forEach(
            (name, choice) -> {
              if (!choice.feature().isEmpty()) {
                known("column \"" + name + "\" of \"columns\"", choice.feature(), there);
                if (apart.contains(choice.feature())
                    && !(choice.kind() instanceof ColumnChoice.Drop)) {
                  throw new IllegalArgumentException(
                      "column \"%s\" is given in \"columns\", but it is %s; take it out of one"
                          .formatted(
                              choice.feature(),
                              choice.feature().equals(label)
                                  ? "the label"
                                  : "dropped or the weight"));
                }
                chosen.add(choice.feature());
              }
              if (!(choice.kind() instanceof ColumnChoice.Drop)) {
                choices.put(name, choice);
              }
            });
    for (String column : there) {
      if (!apart.contains(column) && !chosen.contains(column)) {
        choices.put(column, ColumnChoice.auto(column));
      }
    }
    choices.forEach((name, choice) -> role(name, choice));
    choices.forEach(
        (name, choice) -> {
          if (choice.kind() instanceof ColumnChoice.Cross cross) {
            crossed(name, cross, there);
          }
        });
    if (choices.isEmpty()) {
      throw new IllegalArgumentException("no column is left to predict from; drop fewer");
    }
  }

  private void role(String name, ColumnChoice choice) {
    Role role =
        switch (choice.kind()) {
          case ColumnChoice.Auto _ ->
              // What stands in lists is categories, numbers too.
              schema.type(choice.feature()) == DType.STRING || schema.isList(choice.feature())
                  ? Role.TEXT
                  : Role.NUMBER;
          case ColumnChoice.Numeric _, ColumnChoice.Bucketized _ -> Role.NUMBER;
          case ColumnChoice.Identity _ -> Role.ID;
          case ColumnChoice.Terms _,
              ColumnChoice.Text _,
              ColumnChoice.Sequence _,
              ColumnChoice.Numbers _ ->
              Role.TEXT;
          case ColumnChoice.Time(_, _, TimeFormat format, _) ->
              format instanceof TimeFormat.Text ? Role.TEXT : Role.ID;
          case ColumnChoice.Cross _, ColumnChoice.Drop _ -> null;
        };
    if (role == null) {
      return;
    }
    read(choice.feature(), role, name);
    String weight = choice.options().weight();
    if (!weight.isEmpty()) {
      known("\"weight\" of column \"" + name + "\"", weight, schema.types().keySet());
      read(weight, Role.NUMBER, name);
    }
  }

  private void read(String feature, Role role, String name) {
    Role before = roles.putIfAbsent(feature, role);
    if (before != null && before != role) {
      throw new IllegalArgumentException(
          "column \"%s\": \"%s\" reads it as %s, another column as %s; for ranges of a number as categories use bucketized"
              .formatted(
                  feature,
                  name,
                  role.name().toLowerCase(Locale.ROOT),
                  before.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** What a cross names is a column of "columns", or a feature as it stands. */
  private void crossed(String name, ColumnChoice.Cross cross, Collection<String> there) {
    for (String part : cross.columns()) {
      ColumnChoice choice = choices.get(part);
      if (choice == null) {
        known("column \"" + name + "\" of \"columns\"", part, there);
        roles.putIfAbsent(part, Role.TEXT);
      }
      boolean number =
          choice == null
              ? roles.get(part) == Role.NUMBER
              : roles.get(choice.feature()) == Role.NUMBER;
      boolean buckets = choice != null && choice.kind() instanceof ColumnChoice.Bucketized;
      if (number && !buckets) {
        throw new IllegalArgumentException(
            "cross \"%s\": \"%s\" has numbers, and categories are crossed; add a bucketized column and cross that"
                .formatted(name, part));
      }
      if (choice != null
          && choice.kind() instanceof ColumnChoice.Cross
          && List.copyOf(choices.keySet()).indexOf(part)
              >= List.copyOf(choices.keySet()).indexOf(name)) {
        throw new IllegalArgumentException(
            "cross \"%s\": \"%s\" is a cross that comes later; put it in front"
                .formatted(name, part));
      }
    }
  }
}
