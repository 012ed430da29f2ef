package dev.inlay.cli.recipe;

import dev.inlay.cli.job.ModelChoice;
import dev.inlay.estimator.DnnClassifier;
import dev.inlay.estimator.DnnLinearCombinedClassifier;
import dev.inlay.estimator.DnnLinearCombinedRegressor;
import dev.inlay.estimator.DnnRegressor;
import dev.inlay.estimator.Estimator;
import dev.inlay.estimator.LinearClassifier;
import dev.inlay.estimator.LinearRegressor;
import dev.inlay.estimator.RunConfig;
import dev.inlay.feature.DenseColumn;
import dev.inlay.feature.FeatureColumn;
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
    return switch (recipe.model().kind()) {
      case LINEAR -> linear(recipe, weighted).withConfig(seeded);
      case DNN -> dnn(recipe, weighted).withConfig(seeded);
      case WIDE_DEEP -> wideDeep(recipe, weighted).withConfig(seeded);
    };
  }

  private static Estimator linear(Recipe recipe, boolean weighted) {
    if (recipe.isRegression()) {
      var regressor = LinearRegressor.of(wide(recipe)).withOptimizer(recipe.optimizer());
      return weighted ? regressor.withWeightColumn(Recipe.WEIGHT) : regressor;
    }
    var classifier =
        LinearClassifier.of(wide(recipe))
            .withOptimizer(recipe.optimizer())
            .withClasses(recipe.answer().classes().size());
    return weighted ? classifier.withWeightColumn(Recipe.WEIGHT) : classifier;
  }

  private static Estimator dnn(Recipe recipe, boolean weighted) {
    ModelChoice model = recipe.model();
    if (recipe.isRegression()) {
      var regressor =
          DnnRegressor.of(deep(recipe), hidden(model))
              .withOptimizer(recipe.optimizer())
              .withActivation(model.activation())
              .withDropout(model.dropout())
              .withBatchNorm(model.batchNorm());
      return weighted ? regressor.withWeightColumn(Recipe.WEIGHT) : regressor;
    }
    var classifier =
        DnnClassifier.of(deep(recipe), hidden(model))
            .withOptimizer(recipe.optimizer())
            .withActivation(model.activation())
            .withDropout(model.dropout())
            .withBatchNorm(model.batchNorm())
            .withClasses(recipe.answer().classes().size());
    return weighted ? classifier.withWeightColumn(Recipe.WEIGHT) : classifier;
  }

  private static Estimator wideDeep(Recipe recipe, boolean weighted) {
    ModelChoice model = recipe.model();
    if (recipe.isRegression()) {
      var regressor =
          DnnLinearCombinedRegressor.of(wide(recipe), deep(recipe), hidden(model))
              .withDnnOptimizer(recipe.optimizer())
              .withLinearOptimizer(recipe.linearOptimizer())
              .withDnnActivation(model.activation())
              .withDnnDropout(model.dropout())
              .withBatchNorm(model.batchNorm());
      return weighted ? regressor.withWeightColumn(Recipe.WEIGHT) : regressor;
    }
    var classifier =
        DnnLinearCombinedClassifier.of(wide(recipe), deep(recipe), hidden(model))
            .withDnnOptimizer(recipe.optimizer())
            .withLinearOptimizer(recipe.linearOptimizer())
            .withDnnActivation(model.activation())
            .withDnnDropout(model.dropout())
            .withBatchNorm(model.batchNorm())
            .withClasses(recipe.answer().classes().size());
    return weighted ? classifier.withWeightColumn(Recipe.WEIGHT) : classifier;
  }

  private static List<FeatureColumn> wide(Recipe recipe) {
    return recipe.columns().stream().filter(Use::wide).map(Use::column).toList();
  }

  private static List<DenseColumn> deep(Recipe recipe) {
    return Use.dense(recipe.columns());
  }

  private static int[] hidden(ModelChoice model) {
    return model.hidden().stream().mapToInt(Integer::intValue).toArray();
  }
}
