package dev.inlay.examples;

import dev.inlay.data.Dataset;
import dev.inlay.estimator.DnnRegressor;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** An embedding column of ids in a ready regressor, fed by an input function. */
public final class ColumnInEstimator {
  private ColumnInEstimator() {}

  /** Trains on three rows, and asks for them again. */
  public static void main(String[] args) {
    var categoryId = CategoricalColumn.identity("category_id", 1_000);
    var estimator = DnnRegressor.of(List.of(EmbeddingColumn.of(categoryId, 128)), 128, 64);

    Map<String, Tensor> features = Map.of("category_id", Tensor.of(1, 5, 10));
    Tensor labels = Tensor.of(10f, 20f, 30f);
    estimator.train(() -> Dataset.of(features, labels).repeat().batch(3), Steps.of(1_000));

    System.out.println(estimator.evaluate(() -> Dataset.of(features, labels).batch(3)));
    estimator
        .predict(() -> Dataset.of(features).batch(3))
        .forEach(row -> System.out.println(row.get("predictions")));
  }
}
