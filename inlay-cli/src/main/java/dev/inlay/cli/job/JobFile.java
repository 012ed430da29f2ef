package dev.inlay.cli.job;

import dev.inlay.cli.yaml.Entry;
import dev.inlay.cli.yaml.Section;
import dev.inlay.cli.yaml.YamlFile;
import dev.inlay.data.DataFiles;
import dev.inlay.layer.Activations;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a job from its YAML file. Paths in it are relative to the file. */
public final class JobFile {
  private static final String[] MODEL = {
    "kind", "hidden", "activation", "dropout", "batch_norm", "embedding"
  };

  private static final String[] TRAINING = {
    "epochs",
    "batch_size",
    "optimizer",
    "linear_optimizer",
    "seed",
    "validation",
    "early_stopping",
    "checkpoint_seconds",
    "weight",
    "class_weights",
    "tensorboard"
  };

  private static final String RATE = "optimizer: {learning_rate: …}";

  private final Path folder;

  private JobFile(Path folder) {
    this.folder = folder;
  }

  /**
   * The job of a file.
   *
   * @param csv the data, in place of what the file says; null for that
   * @param label the label's column, in place of what the file says; null for that
   * @throws IllegalArgumentException with line and column, if something in it isn't understood
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static Job read(Path file, @Nullable List<Path> csv, @Nullable String label) {
    Path parent = file.getParent();
    return new JobFile(parent == null ? Path.of("") : parent)
        .job(YamlFile.read(file), file, csv, label);
  }

  private Job job(Entry tree, Path file, @Nullable List<Path> csv, @Nullable String label) {
    Section top =
        Section.of(
            tree, "", deeper(), "data", "label", "columns", "drop", "model", "training", "output");
    TrainingChoice training = training(top);
    return new Job(
        data(top, csv),
        target(top, label),
        columns(top),
        top.texts("drop").orElse(List.of()),
        model(top),
        training,
        folder.resolve(top.text("output").orElse(stem(file) + "-model")));
  }

  /** What to write for keys of sections that stand outside of them. */
  private static Map<String, String> deeper() {
    Map<String, String> written = new LinkedHashMap<>();
    for (String key : MODEL) {
      written.put(key, "model: {%s: …}".formatted(key));
    }
    for (String key : TRAINING) {
      written.put(key, "training: {%s: …}".formatted(key));
    }
    written.put("learning_rate", "training: {%s}".formatted(RATE));
    written.put("csv", "data: {csv: …}");
    written.put("test", "data: {test: …}");
    return written;
  }

  /** A file's name without what follows its first dot. */
  public static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private Data data(Section top, @Nullable List<Path> csv) {
    DataReader reader = new DataReader(folder);
    Section section = sectionOrText(top, "data", "csv", reader.keys());
    Origin origin = csv == null ? reader.origin(section) : new Origin.Files(csv, "");
    Holdout test = section.has("test") ? test(section) : new Holdout.Fraction(0.2);
    return new Data(origin, reader.layout(section), reader.badRows(section), test);
  }

  /** A section that may also be written as the one text that matters most in it. */
  private static Section sectionOrText(Section top, String key, String main, String... known) {
    Entry entry = top.entries().get(key);
    return entry instanceof Entry.Scalar || entry instanceof Entry.Items
        ? new Section(key, entry.place(), Map.of(main, entry), List.of(known))
        : top.section(key, known);
  }

  private Holdout test(Section data) {
    Entry entry = data.entries().get("test");
    if (entry instanceof Entry.Scalar s && s.text().equals("none")) {
      return new Holdout.None();
    }
    checkPart(data, "test");
    Section section = sectionOrText(data, "test", "csv", "csv", "skip_lines", "every", "fraction");
    if (section.has("csv")) {
      exclude(section, "csv", "every", "fraction");
      return new Holdout.Separate(
          DataFiles.named(folder, section.texts("csv").orElseThrow()),
          section.whole("skip_lines", 0).orElse(data.whole("skip_lines", 0).orElse(0)));
    }
    return part(section);
  }

  /** A number alone may be a part of the rows or a count: which one is to be said. */
  private static void checkPart(Section section, String key) {
    Entry entry = section.entries().get(key);
    if (entry instanceof Entry.Scalar s && s.kind() == Entry.Scalar.Kind.NUMBER) {
      throw Section.wrong(entry, key, "{fraction: 0.2} or {every: 5}");
    }
  }

  private static Holdout part(Section section) {
    exclude(section, "every", "fraction");
    if (section.has("every")) {
      return new Holdout.Every(section.whole("every", 2).orElseThrow());
    }
    return section
        .number("fraction", 0.001, 0.999)
        .<Holdout>map(Holdout.Fraction::new)
        .orElseThrow(
            () ->
                section
                    .place()
                    .error(
                        "\"%s\": wanted rows, as in {every: 5} or {fraction: 0.2}"
                            .formatted(section.name())));
  }

  static void exclude(Section section, String key, String... others) {
    for (String other : others) {
      if (section.has(key) && section.has(other)) {
        throw section
            .placeOf(other)
            .error("\"%s\" stands beside \"%s\"; give one of them".formatted(other, key));
      }
    }
  }

  private static Target target(Section top, @Nullable String label) {
    Section section =
        sectionOrText(
            top,
            "label",
            "column",
            "column",
            "kind",
            "positive",
            "negative",
            "classes",
            "separator");
    exclude(section, "classes", "positive", "negative");
    String column = label;
    if (column == null) {
      column =
          section
              .text("column")
              .orElseThrow(
                  () -> section.place().error("there is no label; add the line \"label: COLUMN\""));
    }
    return new Target(
        column,
        section.choice("kind", Task.class).orElse(Task.AUTO),
        section.texts("positive").orElse(List.of()),
        section.texts("negative").orElse(List.of()),
        section.texts("classes").orElse(List.of()),
        section.text("separator").orElse(Target.SEPARATOR));
  }

  private Map<String, ColumnChoice> columns(Section top) {
    Map<String, ColumnChoice> choices = new LinkedHashMap<>();
    top.map("columns")
        .forEach(
            (name, keyed) -> choices.put(name, ColumnReader.read(name, keyed.value(), folder)));
    return choices;
  }

  private static ModelChoice model(Section top) {
    ModelChoice usual = ModelChoice.USUAL;
    Section section = sectionOrText(top, "model", "kind", MODEL);
    ModelChoice.Kind kind = section.choice("kind", ModelChoice.Kind.class).orElse(usual.kind());
    for (String key : List.of("activation", "batch_norm")) {
      if (kind.recurrent() && section.has(key)) {
        throw section
            .placeOf(key)
            .error(
                "\"%s\" is for hidden layers; the cells of kind: %s have their own, so leave it out"
                    .formatted(key, kind.name().toLowerCase(Locale.ROOT)));
      }
    }
    return new ModelChoice(
        kind,
        section.wholes("hidden", 1).orElse(kind.recurrent() ? List.of(32) : usual.hidden()),
        section.choice("activation", Activations.class).orElse(usual.activation()),
        section.number("dropout", 0, 0.99).orElse(usual.dropout()),
        section.flag("batch_norm").orElse(usual.batchNorm()),
        section.whole("embedding", 1).orElse(usual.embedding()));
  }

  private static TrainingChoice training(Section top) {
    TrainingChoice usual = TrainingChoice.USUAL;
    Section section = top.section("training", Map.of("learning_rate", RATE, "lr", RATE), TRAINING);
    int patience = section.whole("early_stopping", 0).orElse(0);
    checkPart(section, "validation");
    Holdout validation =
        section.has("validation")
            ? part(section.section("validation", "every", "fraction"))
            : patience > 0 ? new Holdout.Fraction(0.1) : usual.validation();
    Map<String, Double> classWeights = new LinkedHashMap<>();
    if (section.has("class_weights")) {
      var weights = section.map("class_weights");
      Section byName =
          Section.of(
              section.entry("class_weights").orElseThrow(),
              "class_weights",
              weights.keySet().toArray(String[]::new));
      for (String name : byName.entries().keySet()) {
        byName
            .number(name, 0, Double.MAX_VALUE)
            .ifPresent(weight -> classWeights.put(name, weight));
      }
    }
    return new TrainingChoice(
        section.whole("epochs", 1).orElse(usual.epochs()),
        section.whole("batch_size", 1).orElse(usual.batchSize()),
        OptimizerReader.read(section, "optimizer", usual.optimizer()),
        OptimizerReader.read(section, "linear_optimizer", usual.linearOptimizer()),
        section.seed("seed").orElse(usual.seed()),
        validation,
        patience,
        section.whole("checkpoint_seconds", 1).orElse(usual.checkpointSeconds()),
        section.text("weight").orElse(usual.weight()),
        classWeights,
        section.flag("tensorboard").orElse(usual.tensorBoard()));
  }
}
