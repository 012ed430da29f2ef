package dev.inlay.cli.recipe;

import dev.inlay.cli.job.ModelChoice;
import dev.inlay.estimator.DnnEstimator;
import dev.inlay.estimator.DnnLinearCombinedEstimator;
import dev.inlay.estimator.Estimator;
import dev.inlay.estimator.Head;
import dev.inlay.estimator.LinearEstimator;
import dev.inlay.estimator.RnnEstimator;
import dev.inlay.estimator.RunConfig;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.layer.GRUCell;
import dev.inlay.layer.LSTMCell;
import dev.inlay.layer.RNNCell;
import dev.inlay.layer.SimpleRNNCell;
import java.util.List;

/** Makes the estimator that a recipe describes. */
public final class Estimators {
  private Estimators() {}

  /**
   * The estimator of a recipe.
   *
   * @param weighted whether rows come with {@link Recipe#WEIGHT}
   */
  public static Estimator of(Recipe recipe, RunConfig config, boolean weighted) {
    RunConfig seeded = config.withSeed(recipe.seed());
    Head plain = recipe.answer().head();
    Head head = weighted ? plain.withWeightColumn(Recipe.WEIGHT) : plain;
    ModelChoice model = recipe.model();
    return switch (model.kind()) {
      case LINEAR ->
          LinearEstimator.of(head, wide(recipe))
              .withOptimizer(recipe.optimizer())
              .withConfig(seeded);
      case DNN ->
          DnnEstimator.of(head, deep(recipe, false), hidden(model))
              .withOptimizer(recipe.optimizer())
              .withActivation(model.activation())
              .withDropout(model.dropout())
              .withBatchNorm(model.batchNorm())
              .withConfig(seeded);
      case WIDE_DEEP ->
          DnnLinearCombinedEstimator.of(head, wide(recipe), deep(recipe, false), hidden(model))
              .withDnnOptimizer(recipe.optimizer())
              .withLinearOptimizer(recipe.linearOptimizer())
              .withDnnActivation(model.activation())
              .withDnnDropout(model.dropout())
              .withBatchNorm(model.batchNorm())
              .withConfig(seeded);
      case SIMPLE_RNN, GRU, LSTM ->
          RnnEstimator.of(head, deep(recipe, true), cells(model))
              .withContext(deep(recipe, false))
              .withOptimizer(recipe.optimizer())
              .withConfig(seeded);
    };
  }

  private static List<FeatureColumn> wide(Recipe recipe) {
    return recipe.columns().stream().filter(Use::wide).map(Use::column).toList();
  }

  /** The columns of the network: those of sequences, or the others. */
  private static List<FeatureColumn> deep(Recipe recipe, boolean sequences) {
    return Use.network(recipe.columns()).stream()
        .filter(column -> column.isSequence() == sequences)
        .toList();
  }

  private static RNNCell[] cells(ModelChoice model) {
    return model.hidden().stream()
        .map(
            units ->
                switch (model.kind()) {
                  case GRU -> GRUCell.of(units).withDropout(model.dropout());
                  case LSTM -> LSTMCell.of(units).withDropout(model.dropout());
                  case SIMPLE_RNN -> SimpleRNNCell.of(units).withDropout(model.dropout());
                  case LINEAR, DNN, WIDE_DEEP ->
                      throw new IllegalStateException(model.kind() + " has no cells");
                })
        .toArray(RNNCell[]::new);
  }

  private static int[] hidden(ModelChoice model) {
    return model.hidden().stream().mapToInt(Integer::intValue).toArray();
  }
}
