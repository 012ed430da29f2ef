package dev.inlay.estimator;

import dev.inlay.feature.ColumnEncoder;
import dev.inlay.feature.ColumnInputs;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.LinearModel;
import dev.inlay.graph.Combiner;
import dev.inlay.graph.Node;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.train.Optimizer;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The linear model of an estimator.
 *
 * @param model its columns
 * @param optimizer null for the default
 */
record Linear(LinearModel model, @Nullable Optimizer optimizer) {
  static Linear of(Collection<? extends FeatureColumn> columns) {
    return new Linear(LinearModel.of(columns), null);
  }

  Linear withSparseCombiner(Combiner combiner) {
    return new Linear(model.withSparseCombiner(combiner), optimizer);
  }

  Linear withOptimizer(Optimizer other) {
    return new Linear(model, other);
  }

  /** The sum over raw columns, as a layer. */
  Symbol symbol(int logits) {
    return model.withUnits(logits).named("linear_model").on();
  }

  Layer layer(ColumnEncoder encoder, int logits) {
    return new Sum(model.withUnits(logits), encoder);
  }

  /** The sum over encoded columns, with the paths that TensorFlow gives its weights. */
  private record Sum(LinearModel model, ColumnEncoder encoder) implements Layer {
    @Override
    public Node call(Scope scope, Node... inputs) {
      var columns = ColumnInputs.of(encoder, inputs);
      Layer sum = (inner, _) -> model.call(inner, columns);
      return scope.applyAll("linear_model", sum).getFirst();
    }
  }
}
