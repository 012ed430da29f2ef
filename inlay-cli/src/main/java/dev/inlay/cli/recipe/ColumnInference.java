package dev.inlay.cli.recipe;

import dev.inlay.cli.job.ColumnChoice;
import dev.inlay.cli.job.ColumnChoice.Normalize;
import dev.inlay.cli.job.ColumnChoice.Part;
import dev.inlay.cli.job.ModelChoice;
import dev.inlay.data.Schema;
import dev.inlay.feature.BucketizedColumn;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.CrossedColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.HashBucketColumn;
import dev.inlay.feature.Missing;
import dev.inlay.feature.NumberSummary;
import dev.inlay.feature.TermCounts;
import dev.inlay.feature.TimeColumn;
import dev.inlay.feature.TimePart;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Finds out which columns a model gets, and which part of it sees them.
 *
 * @param columns makes them of the training rows
 * @param notes is told what is left out
 */
record ColumnInference(
    ModelChoice model, Schema schema, LearnedColumns columns, Consumer<String> notes) {
  private static final int QUANTILES = 10;
  private static final int MOST_TERMS = 10_000;

  /** With so few rows, nothing is said about columns that hardly repeat a value. */
  private static final int FEW_ROWS = 50;

  /** The parts of the model that see each column. */
  List<Use> uses() {
    List<Use> uses = new ArrayList<>();
    columns.choices().forEach((name, choice) -> add(name, choice, uses));
    if (uses.isEmpty()) {
      throw new IllegalArgumentException(
          "no column is left to learn from; drop fewer, or say what to make of them in"
              + " \"columns\"");
    }
    List<FeatureColumn> sequences =
        uses.stream().map(Use::column).filter(FeatureColumn::isSequence).toList();
    if (model.kind().recurrent() && sequences.isEmpty()) {
      throw new IllegalArgumentException(
          "a recurrent network reads sequences, and no column is one; say so with columns: {NAME:"
              + " {kind: list, sequence: true}}, or choose the model kind: dnn");
    }
    if (!model.kind().recurrent() && !sequences.isEmpty()) {
      throw new IllegalArgumentException(
          "column \"%s\" is a sequence, which the model kind %s doesn't read; choose kind: lstm or gru, or leave sequence: true out"
              .formatted(
                  sequences.getFirst().name(), model.kind().name().toLowerCase(Locale.ROOT)));
    }
    if (model.kind().wide() && uses.stream().noneMatch(Use::wide)) {
      throw nothing("linear model", "kind: dnn");
    }
    if (model.kind().deep() && uses.stream().noneMatch(Use::deep)) {
      throw nothing("network", "kind: linear");
    }
    return uses;
  }

  private static IllegalArgumentException nothing(String part, String repair) {
    return new IllegalArgumentException(
        "no column is left for the %s; drop fewer, or choose the model %s".formatted(part, repair));
  }

  private void add(String name, ColumnChoice choice, List<Use> uses) {
    switch (choice.kind()) {
      case ColumnChoice.Auto _ -> auto(choice, uses);
      case ColumnChoice.Drop _ -> {}
      case ColumnChoice.Numeric(Normalize normalize, String fill) ->
          uses.add(use(choice, columns.numbers(choice.feature(), normalize, fill)));
      case ColumnChoice.Bucketized kind ->
          uses.add(use(choice, columns.buckets(choice.feature(), kind)));
      case ColumnChoice.Identity(int size) ->
          uses.add(use(choice, columns.ids(choice.feature(), size)));
      case ColumnChoice.Vocabulary kind ->
          uses.add(use(choice, columns.terms(choice.feature(), kind)));
      case ColumnChoice.Hash(int buckets) ->
          uses.add(use(choice, HashBucketColumn.of(choice.feature(), buckets)));
      case ColumnChoice.Text text -> uses.add(use(choice, columns.text(choice.feature(), text)));
      case ColumnChoice.Sequence(ColumnChoice.Text text) ->
          uses.add(use(choice, columns.text(choice.feature(), text)).inOrder());
      case ColumnChoice.Numbers numbers ->
          uses.add(use(choice, columns.sequence(choice.feature(), numbers)));
      case ColumnChoice.Time time -> time(choice, time, uses);
      case ColumnChoice.Cross cross -> uses.add(use(choice, columns.crossed(cross)));
    }
    if ((choice.part() == Part.WIDE && !model.kind().wide())
        || (choice.part() == Part.DEEP && !model.kind().deep())) {
      throw new IllegalArgumentException(
          "column \"%s\" is for a part of the model that the kind %s lacks; choose wide_deep, or another part"
              .formatted(name, model.kind().name().toLowerCase(Locale.ROOT)));
    }
  }

  /** A column in the parts that were chosen or suit it. */
  private Use use(ColumnChoice choice, FeatureColumn column) {
    boolean cross = column instanceof CrossedColumn;
    boolean shown = choice.embedding() != ColumnChoice.MODELS;
    boolean wide = choice.part() != Part.DEEP;
    boolean deep =
        switch (choice.part()) {
          case WIDE -> false;
          case DEEP, BOTH -> true;
          case AUTO -> !cross || shown || !model.kind().wide();
        };
    return new Use(
        column instanceof CategoricalColumn categories ? with(choice, categories) : column,
        wide && model.kind().wide(),
        deep && model.kind().deep(),
        embedding(choice, column),
        choice.options().table());
  }

  /** Categories with a weight, or with a rule for missing values. */
  private static CategoricalColumn with(ColumnChoice choice, CategoricalColumn column) {
    ColumnChoice.Options options = choice.options();
    if (!options.weight().isEmpty()) {
      return CategoricalColumn.weighted(column, options.weight());
    }
    return options.missing() == Missing.Rule.DROP ? column : column.withMissing(options.missing());
  }

  private int embedding(ColumnChoice choice, FeatureColumn column) {
    if (choice.embedding() != ColumnChoice.MODELS) {
      return choice.embedding();
    }
    boolean few = column instanceof BucketizedColumn || column instanceof TimeColumn;
    return few ? ColumnChoice.INDICATOR : model.embedding();
  }

  private void ignored(String feature, String reason) {
    notes.accept("column \"%s\" is left out: %s".formatted(feature, reason));
  }

  private void auto(ColumnChoice choice, List<Use> uses) {
    String feature = choice.feature();
    if (columns.profile(feature).dtype() == DType.STRING) {
      autoTerms(choice, uses);
    } else {
      autoNumbers(choice, uses);
    }
  }

  private void autoNumbers(ColumnChoice choice, List<Use> uses) {
    String feature = choice.feature();
    NumberSummary numbers = Objects.requireNonNull(columns.profile(feature).numbers());
    if (numbers.count() == 0) {
      ignored(feature, "it has no values");
      return;
    }
    if (numbers.min() == numbers.max() && numbers.missing() == 0) {
      ignored(feature, "it is %s in all rows".formatted(numbers.min()));
      return;
    }
    if (schema.type(feature) == DType.INT64 && countsRows(feature)) {
      ignored(
          feature,
          "it counts the rows; if that matters, say so with columns: {%s: numeric}"
              .formatted(feature));
      return;
    }
    uses.add(use(choice, columns.numbers(feature, Normalize.AUTO, "mean")));
    float[] quantiles = numbers.boundaries(QUANTILES);
    List<Float> boundaries = new ArrayList<>();
    boolean gaps = numbers.missing() > 0;
    if (gaps) {
      boundaries.add(numbers.min());
    }
    for (float quantile : quantiles) {
      boundaries.add(quantile);
    }
    if (!boundaries.isEmpty()) {
      float fill = gaps ? ColumnText.BELOW_ALL : (float) numbers.mean();
      Use buckets = use(choice, LearnedColumns.buckets(feature, boundaries, fill));
      boolean deep = buckets.deep() && (gaps || !model.kind().wide());
      if (buckets.wide() || deep) {
        uses.add(new Use(buckets.column(), buckets.wide(), deep, ColumnChoice.INDICATOR, ""));
      }
    }
  }

  /** Whether a column rises from each row to the next, like a row number. */
  private boolean countsRows(String feature) {
    float[] data = ((FloatTensor) columns.rows().feature(feature)).data();
    for (int row = 1; row < data.length; row++) {
      if (!(data[row] > data[row - 1])) {
        return false;
      }
    }
    return data.length > FEW_ROWS;
  }

  private void autoTerms(ColumnChoice choice, List<Use> uses) {
    String feature = choice.feature();
    TermCounts counts = columns.counts(feature);
    if (counts.distinct() == 0) {
      ignored(feature, "it has no values");
      return;
    }
    if (counts.distinct() == 1 && counts.missing() == 0) {
      ignored(
          feature, "it is \"%s\" in all rows".formatted(counts.vocabulary().terms().getFirst()));
      return;
    }
    List<String> frequent = counts.vocabulary(1, FEW_ROWS).terms();
    if (frequent.stream().allMatch(term -> term.matches("\\d{4}-\\d\\d-\\d\\d([ T].*)?"))) {
      ignored(
          feature,
          "it has dates; to use parts of them say columns: {%s: {kind: time, parts: [month, weekday]}}"
              .formatted(feature));
      return;
    }
    if (counts.distinct() > FEW_ROWS && counts.distinct() > counts.total() / 2) {
      boolean sentences =
          frequent.stream().filter(ColumnInference::isSentence).count() > FEW_ROWS / 2;
      ignored(
          feature,
          "%,d of %,d texts are different, too many to learn from; to use %s say columns: {%s: %s}"
              .formatted(
                  counts.distinct(),
                  counts.total(),
                  sentences ? "their words" : "it all the same",
                  feature,
                  sentences ? "text" : "{kind: hash, buckets: 1000}"));
      return;
    }
    uses.add(
        use(
            choice,
            columns.terms(
                feature, new ColumnChoice.Vocabulary(List.of(), 0, MOST_TERMS, -1, false))));
  }

  private static boolean isSentence(String text) {
    return text.strip().split("\\s+").length > 2;
  }

  private void time(ColumnChoice choice, ColumnChoice.Time kind, List<Use> uses) {
    for (TimePart part : kind.parts()) {
      TimeColumn column = new TimeColumn(choice.feature(), part, kind.format(), kind.zone());
      boolean cyclic = kind.cyclic() && part instanceof TimePart.Cycle;
      uses.add(use(choice, cyclic ? column.cyclic() : column));
    }
  }
}
