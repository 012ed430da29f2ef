package dev.inlay.estimator;

import dev.inlay.feature.ColumnEncoder;
import dev.inlay.feature.ColumnInputs;
import dev.inlay.feature.ConcatenateContext;
import dev.inlay.feature.DenseFeatures;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.SequenceFeatures;
import dev.inlay.graph.Node;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Layer;
import dev.inlay.layer.RNN;
import dev.inlay.layer.RNNCell;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.train.Optimizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The recurrent network of an estimator: cells over the steps of each row, with what holds for the
 * whole row beside each step; logits from the last step's output, or from each step's.
 *
 * @param steps the columns of sequences
 * @param context the columns of whole rows; null if there are none
 * @param cells each of which is fed with the output of the one before
 * @param optimizer null for the default
 * @param returnSequences whether there are logits for each step, not for the last alone
 */
record Rnn(
    SequenceFeatures steps,
    @Nullable DenseFeatures context,
    List<RNNCell> cells,
    @Nullable Optimizer optimizer,
    boolean returnSequences)
    implements Network {
  static final String PATH = "rnn_model";
  private static final String STEPS = "sequence_features";
  private static final String CONTEXT = "dense_features";

  Rnn {
    cells = List.copyOf(cells);
    if (cells.isEmpty()) {
      throw new IllegalArgumentException(
          "a recurrent network has one cell or more; give them, as in (columns, LSTMCell.of(32))");
    }
  }

  static Rnn of(Collection<? extends FeatureColumn> steps, RNNCell... cells) {
    return new Rnn(SequenceFeatures.of(steps), null, List.of(cells), null, false);
  }

  Rnn withContext(Collection<? extends FeatureColumn> columns) {
    DenseFeatures whole = columns.isEmpty() ? null : DenseFeatures.of(columns);
    return new Rnn(steps, whole, cells, optimizer, returnSequences);
  }

  Rnn withOptimizer(Optimizer other) {
    return new Rnn(steps, context, cells, other, returnSequences);
  }

  Rnn withReturnSequences(boolean all) {
    return new Rnn(steps, context, cells, optimizer, all);
  }

  private RNN rnn() {
    RNN last = cells.size() == 1 ? RNN.of(cells.getFirst()) : RNN.of(cells);
    return last.withReturnSequences(returnSequences);
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public List<FeatureColumn> columns() {
    List<FeatureColumn> columns = new ArrayList<>(steps.columns());
    if (context != null) {
      columns.addAll(context.columns());
    }
    return columns;
  }

  @Override
  public Optimizer usualOptimizer(Defaults defaults, boolean combined) {
    return Defaults.RECURRENT;
  }

  @Override
  public Symbol symbol(int logits) {
    Symbol x = steps.named(STEPS).on();
    if (context != null) {
      x = ConcatenateContext.of().on(context.named(CONTEXT).on(), x);
    }
    return x.to(rnn().named("rnn")).to(Dense.of(logits).named("logits"));
  }

  @Override
  public Layer layer(ColumnEncoder encoder, int logits, Map<String, Node> summaries) {
    return new Tower(this, encoder, logits, summaries);
  }

  @Override
  public String describe(Optimizer by) {
    return "recurrent network of %s over %d numbers a step of %d columns%s by %s"
        .formatted(
            cells.stream().map(Rnn::text).collect(Collectors.joining(", ")),
            steps.width(),
            steps.columns().size(),
            context == null
                ? ""
                : " and %d numbers a row of %d columns"
                    .formatted(context.width(), context.columns().size()),
            by);
  }

  private static String text(RNNCell cell) {
    return cell.kind() + " " + cell.stateSizes().getFirst();
  }

  /** The network over encoded columns, with the paths that TensorFlow gives its weights. */
  private record Tower(Rnn rnn, ColumnEncoder encoder, int logits, Map<String, Node> summaries)
      implements Layer {
    @Override
    public Node call(Scope scope, Node... inputs) {
      var columns = ColumnInputs.of(encoder, inputs);
      summaries.put(scope.path() + "/sequence_length", columns.stepMask().sum(1));
      Layer sequence = (inner, _) -> rnn.steps.outputs(inner, columns).getFirst();
      Node x = scope.applyAll(STEPS, sequence).getFirst();
      DenseFeatures whole = rnn.context;
      if (whole != null) {
        Layer context = (inner, _) -> whole.call(inner, columns);
        x = scope.apply(ConcatenateContext.of(), scope.applyAll(CONTEXT, context).getFirst(), x);
      }
      x = scope.applyAll("rnn", rnn.rnn(), x).getFirst();
      return scope.applyAll("logits", Dense.of(logits), x).getFirst();
    }
  }
}
