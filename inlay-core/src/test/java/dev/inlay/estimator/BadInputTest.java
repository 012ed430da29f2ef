package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Dataset;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Loss;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What doesn't suit is refused with what was wanted, what came, where, and what to do. */
class BadInputTest {
  private static final List<FeatureColumn> COLUMNS = List.of(Items.ITEM, Items.X);

  private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable action) {
    return assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class);
  }

  private static AbstractThrowableAssert<?, ?> refused(Estimator estimator, Value labels) {
    return refused(() -> estimator.train(Items.training(labels), Steps.of(1)));
  }

  @Test
  void columns() {
    refused(() -> DnnRegressor.of(List.of(Items.ITEM), 4))
        .hasMessageContaining("column \"item\" has categories, not numbers; wrap it");
    refused(() -> DnnRegressor.of(List.of(Items.X)))
        .hasMessageContaining("one hidden layer or more");
    refused(() -> DnnRegressor.of(List.of(Items.X), 4, 0))
        .hasMessage("hidden units [4, 0]; each layer has 1 or more");
    refused(() -> LinearRegressor.of(List.of())).hasMessage("no columns; give one or more");
    refused(() -> LinearRegressor.of(List.of(Items.X, NumericColumn.of("x", 2))))
        .hasMessageStartingWith("two columns have the name \"x\"");
    refused(() -> DnnLinearCombinedRegressor.of(List.of(), List.of(Items.X), 2))
        .hasMessage("no columns; give one or more");
  }

  @Test
  void settings() {
    var network = DnnClassifier.of(List.of(Items.X), 4);
    refused(() -> network.withDropout(1)).hasMessageStartingWith("dropout 1.0;");
    refused(() -> network.withClasses(1)).hasMessage("1 classes; give 2 or more");
    refused(() -> network.withLabelVocabulary("a", "a"))
        .hasMessage("a word stands twice among the labels [a, a]");
    refused(() -> network.withLossReduction(Loss.Reduction.NONE))
        .hasMessageContaining("another reduction than NONE");
    refused(() -> network.withWeightColumn(NumericColumn.of("w", 2)))
        .hasMessage("weight column \"w\" has 2 numbers a row; a row has one weight");
    refused(() -> DnnRegressor.of(List.of(Items.X), 4).withLabelDimension(0))
        .hasMessage("label dimension 0; give 1 or more");
    refused(() -> Steps.of(0)).hasMessage("steps: 0; give 1 or more");
    refused(() -> Steps.max(-1)).hasMessage("max steps: -1; give 1 or more");
    refused(() -> RunConfig.of().withKeepCheckpointMax(-1))
        .hasMessage("keepCheckpointMax: -1; give 0 or more");
    refused(() -> RunConfig.of().withSaveCheckpointsEvery(Duration.ofSeconds(-1)))
        .hasMessageStartingWith("saveCheckpointsEvery");
    refused(
            () ->
                new CheckpointSaverHook(
                    Path.of("x"), 5, Duration.ofSeconds(1), 5, Duration.ofHours(1), List.of()))
        .hasMessageContaining("by steps or by time, not both");
  }

  @Test
  void data() {
    var estimator = LinearRegressor.of(COLUMNS);
    refused(() -> estimator.train(() -> Dataset.of(Items.features(), Items.Y), Steps.of(1)))
        .hasMessage("the data is not in batches; end the input function with .batch(32)");
    refused(() -> estimator.evaluate(() -> Dataset.of(Items.features(), Items.Y)))
        .hasMessageContaining("not in batches");
    refused(() -> estimator.evaluate(Items.training(Items.Y)))
        .hasMessageContaining("the data never ends");
    refused(
            () ->
                estimator.evaluate(
                    () -> Dataset.of(Items.features(), Items.Y).filter(_ -> false).batch(2)))
        .hasMessage("there is nothing to evaluate: the data has no rows");
    refused(
            () ->
                estimator.train(
                    () -> Dataset.of(Map.of("x", Tensor.of(1f)), Tensor.of(1f)).batch(1),
                    Steps.of(1)))
        .hasMessage("no feature \"item\"; the data has [x]");
    refused(
            () ->
                estimator.train(
                    () ->
                        Dataset.of(
                                Map.of("item", Tensor.of("a"), "x", Tensor.of(Float.NaN)),
                                Tensor.of(1f))
                            .batch(1),
                    Steps.of(1)))
        .hasMessageContaining("column \"x\", row 0");
    refused(() -> estimator.predict(() -> Dataset.of(Map.of("x", Tensor.of(1f)))).toList())
        .hasMessage("no feature \"item\"; the data has [x]");
  }

  @Test
  void labelsOfARegressor() {
    var estimator = LinearRegressor.of(COLUMNS);
    refused(() -> estimator.train(() -> Dataset.of(Items.features()).batch(2), Steps.of(1)))
        .hasMessageStartingWith("the data has no label");
    refused(estimator, Tensor.of("1", "2", "3", "4", "5", "6")).hasMessageContaining("text");
    refused(estimator, Tensor.of(1f, Float.NaN, 3, 4, 5, 6)).hasMessageContaining("NaN");
    refused(estimator, Tensor.of(new float[][] {{1, 2}, {1, 2}, {1, 2}, {1, 2}, {1, 2}, {1, 2}}))
        .hasMessageContaining("wanted labels of shape (None, 1), got (3, 2)");
    int[] one = {1};
    refused(estimator, Ragged.of(one, one, one, one, one, one))
        .hasMessageContaining("rows of different lengths");
  }

  @Test
  void labelsOfAClassifier() {
    var two = LinearClassifier.of(COLUMNS);
    refused(two, Tensor.of(0, 1, 2, 1, 0, 1))
        .hasMessage(
            "label, row 2: 2.0 is outside of 0 to 1; for more classes say so with withClasses");
    refused(two, Tensor.of("no", "yes", "no", "no", "no", "no"))
        .hasMessageContaining("(first: \"no\"); say which there are with withLabelVocabulary");
    var named = two.withLabelVocabulary("no", "yes");
    refused(named, Tensor.of("no", "maybe", "no", "no", "no", "no"))
        .hasMessage("label, row 1: \"maybe\" is not in the label vocabulary [no, yes]");
    refused(named, Tensor.of(0, 1, 0, 1, 0, 1)).hasMessageContaining("wants text");
    var three = LinearClassifier.of(COLUMNS).withClasses(3);
    refused(three, Tensor.of(0, 1, 3, 0, 0, 0)).hasMessageContaining("class id 3");
    refused(three, Tensor.of(0f, 1, 2, 0, 0, 0)).hasMessageContaining("a class is a whole number");
  }

  @Test
  void weights() {
    var estimator = LinearRegressor.of(COLUMNS).withWeightColumn("heaviness");

    refused(estimator, Items.Y).hasMessageContaining("no feature \"heaviness\"; the data has");
    var byX = LinearRegressor.of(COLUMNS).withWeightColumn("w");
    var features = new LinkedHashMap<>(Items.features());
    features.put("w", Tensor.of(1f, 1, 1, 1, -2, 1));
    refused(() -> byX.train(() -> Dataset.of(features, Items.Y).batch(6), Steps.of(1)))
        .hasMessage("weight column \"w\", row 4: -2.0; weights are 0 or more, so clean the data");
  }

  @Test
  void counts() {
    refused(LinearEstimator.of(RegressionHead.poisson(), COLUMNS), Tensor.of(1f, -2, 3, 4, 5, 6))
        .hasMessage("label, row 1: -2.0 is below 0; Poisson regression wants counts");
  }

  /** Rows are those of a batch, so it is said where in the data that begins. */
  @Test
  void placesInTheData() {
    var two = LinearClassifier.of(COLUMNS);
    Tensor labels = Tensor.of(0, 1, 0, 1, 0, 2);
    refused(() -> two.train(() -> Dataset.of(Items.features(), labels).batch(2), Steps.of(3)))
        .hasMessageEndingWith("withClasses (in the batch whose row 0 is row 4 of the data)");
    refused(() -> two.evaluate(() -> Dataset.of(Items.features(), labels).batch(2)))
        .hasMessageContaining("row 4 of the data");
  }

  @Test
  void variables() {
    var estimator = DnnRegressor.of(List.of(EmbeddingColumn.of(Items.ITEM, 2)), 3);

    refused(() -> estimator.variableValue("dnn/kernel"))
        .hasMessageStartingWith("no variable \"dnn/kernel\"; there are [dnn/");
    refused(() -> estimator.setVariable("dnn/logits/bias", Tensor.of(1f, 2f)))
        .hasMessageContaining("weight \"dnn/logits/bias\" has shape (1,)");
    assertThat(estimator.variableValue("dnn/logits/bias")).isEqualTo(Tensor.of(0f));
  }
}
