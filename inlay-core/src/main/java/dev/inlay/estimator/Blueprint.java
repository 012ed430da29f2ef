package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.feature.ColumnEncoder;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.layer.Add;
import dev.inlay.layer.Input;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Compile;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All settings of an estimator: a linear model, a network or both, what their logits mean, and how
 * it is run.
 *
 * @param kind the estimator's name, for the log
 * @param linear null if there is none
 * @param dnn null if there is none
 * @param weightColumn how much rows count; null if all count the same
 * @param lossReduction null for the default
 */
record Blueprint(
    String kind,
    @Nullable Linear linear,
    @Nullable Dnn dnn,
    Head head,
    @Nullable NumericColumn weightColumn,
    Loss.@Nullable Reduction lossReduction,
    Defaults defaults,
    RunConfig config) {
  private static final String LINEAR = "linear";
  private static final String DNN = "dnn";

  Blueprint {
    if (lossReduction == Loss.Reduction.NONE) {
      throw new IllegalArgumentException(
          "an estimator's loss is one number; choose another reduction than NONE");
    }
    if (weightColumn != null && weightColumn.width() != 1) {
      throw new IllegalArgumentException(
          "weight column \"%s\" has %d numbers a row; a row has one weight"
              .formatted(weightColumn.key(), weightColumn.width()));
    }
  }

  static Blueprint of(String kind, @Nullable Linear linear, @Nullable Dnn dnn, Head head) {
    return new Blueprint(kind, linear, dnn, head, null, null, Defaults.V2, RunConfig.of());
  }

  Blueprint withLinear(UnaryOperator<Linear> change) {
    return new Blueprint(
        kind,
        change.apply(Objects.requireNonNull(linear)),
        dnn,
        head,
        weightColumn,
        lossReduction,
        defaults,
        config);
  }

  Blueprint withDnn(UnaryOperator<Dnn> change) {
    return new Blueprint(
        kind,
        linear,
        change.apply(Objects.requireNonNull(dnn)),
        head,
        weightColumn,
        lossReduction,
        defaults,
        config);
  }

  Blueprint withHead(Head other) {
    return new Blueprint(kind, linear, dnn, other, weightColumn, lossReduction, defaults, config);
  }

  Blueprint withWeightColumn(NumericColumn column) {
    return new Blueprint(kind, linear, dnn, head, column, lossReduction, defaults, config);
  }

  Blueprint withLossReduction(Loss.Reduction reduction) {
    return new Blueprint(kind, linear, dnn, head, weightColumn, reduction, defaults, config);
  }

  Blueprint withDefaults(Defaults others) {
    return new Blueprint(kind, linear, dnn, head, weightColumn, lossReduction, others, config);
  }

  Blueprint withConfig(RunConfig other) {
    return new Blueprint(kind, linear, dnn, head, weightColumn, lossReduction, defaults, other);
  }

  /** Encodes the columns of both parts, those that they share only once. */
  ColumnEncoder encoder() {
    List<FeatureColumn> columns = new ArrayList<>();
    if (dnn != null) {
      columns.addAll(dnn.features().columns());
    }
    if (linear != null) {
      columns.addAll(linear.model().columns());
    }
    return ColumnEncoder.of(columns);
  }

  /** The model over encoded columns, compiled. */
  Model model(ColumnEncoder encoder) {
    Symbol[] inputs =
        encoder.inputs().stream().map(spec -> new Input(spec).on()).toArray(Symbol[]::new);
    Symbol network = dnn == null ? null : dnn.layer(encoder, head.logits()).named(DNN).on(inputs);
    Symbol sum =
        linear == null ? null : linear.layer(encoder, head.logits()).named(LINEAR).on(inputs);
    Symbol logits =
        network == null
            ? Objects.requireNonNull(sum)
            : sum == null ? network : Add.of(network, sum);
    Model model = Model.of(List.of(inputs), logits).withSeed(config.seed());
    Compile how = Compile.of(dnn == null ? linearOptimizer() : dnnOptimizer(), loss());
    model.compile(
        dnn == null || linear == null ? how : how.withOptimizer(LINEAR, linearOptimizer()));
    return model;
  }

  Loss.Reduction reduction() {
    return lossReduction == null ? defaults.lossReduction() : lossReduction;
  }

  private Loss loss() {
    return head.loss(reduction());
  }

  private Optimizer dnnOptimizer() {
    Optimizer chosen = Objects.requireNonNull(dnn).optimizer();
    return chosen == null ? defaults.dnn(linear != null) : chosen;
  }

  private Optimizer linearOptimizer() {
    Linear part = Objects.requireNonNull(linear);
    return part.optimizer() == null
        ? defaults.linear(dnn != null, part.model().columns().size())
        : part.optimizer();
  }

  /**
   * Raw rows with their labels, as the model takes them.
   *
   * @throws IllegalArgumentException if a feature or the label is missing or doesn't suit
   */
  Batch labelled(ColumnEncoder encoder, Batch rows) {
    if (rows.labels().isEmpty()) {
      throw new IllegalArgumentException(
          "the data has no label; give Dataset.of(features, label), or name one with withLabel");
    }
    FloatTensor weights = weightColumn == null ? null : weightColumn.encode(rows);
    return new Batch(
        encoder.encode(rows).features(), Map.of(Batch.LABEL, head.labels(rows.label())), weights);
  }

  /** What training does, in a line: nobody should have to look the defaults up. */
  String describe() {
    var line = new StringJoiner(", ", kind + ": ", "");
    if (linear != null) {
      line.add(
          "linear model of %d columns by %s"
              .formatted(linear.model().columns().size(), linearOptimizer()));
    }
    if (dnn != null) {
      line.add(
          "network %s over %d numbers of %d columns by %s"
              .formatted(
                  dnn.hiddenUnits(),
                  dnn.features().width(),
                  dnn.features().columns().size(),
                  dnnOptimizer()));
      line.add("activation " + dnn.activation());
      line.add(dnn.dropout() == 0 ? "no dropout" : "dropout " + dnn.dropout());
      line.add(dnn.batchNorm() ? "batch normalisation" : "no batch normalisation");
    }
    line.add("loss reduced by " + reduction());
    return line.toString();
  }
}
