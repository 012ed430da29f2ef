package dev.inlay.estimator;

import dev.inlay.feature.ColumnEncoder;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.graph.Node;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Symbol;
import dev.inlay.train.Optimizer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The deep part of an estimator: a network over rows, or one over the steps of each row. */
sealed interface Network permits Dnn, Rnn {
  /** The path below which its weights are. */
  String path();

  /** All columns that it reads. */
  List<FeatureColumn> columns();

  /** The optimizer that the user has set; null for {@link #usualOptimizer}. */
  @Nullable Optimizer optimizer();

  /**
   * TensorFlow's optimizer where none is set.
   *
   * @param combined whether there is a linear model beside it
   */
  Optimizer usualOptimizer(Defaults defaults, boolean combined);

  /** The network over raw columns, as layers named after the ends of its paths. */
  Symbol symbol(int logits);

  /**
   * The network over encoded columns, with the paths that TensorFlow gives its weights.
   *
   * @param summaries takes in what TensorFlow shows of it, by tag
   */
  Layer layer(ColumnEncoder encoder, int logits, Map<String, Node> summaries);

  /** What it is made of and who moves it, for the log. */
  String describe(Optimizer optimizer);
}
