package dev.inlay.model;

import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Activation;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Loss;
import dev.inlay.train.Sgd;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a model says to data that doesn't suit it, and what it makes of data that nearly does. */
class ModelInputTest {
  private static final Tensor IDS = Tensor.of(new int[][] {{0}, {2}, {1}});
  private static final Tensor NUMBERS = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
  private static final Tensor Y = Tensor.of(1f, 2f, 3f);

  private static Model model() {
    var id = Input.of("id", INT32, 1);
    var num = Input.of("num", FLOAT32, 2);
    var model =
        Model.of(
            List.of(id, num),
            Concatenate.of(id.to(Embedding.of(3, 2)).to(Flatten.of()), num).to(Dense.of(1)));
    model.compile(Sgd.of(), Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }

  private static void refused(Map<String, ? extends Value> x, Value y, String... parts) {
    refused(() -> model().fit(x, y, Fit.epochs(1))).hasMessageContainingAll(parts);
    refused(() -> model().fit(Dataset.of(x, y).batch(2), Fit.epochs(1)))
        .hasMessageContainingAll(parts);
    refused(() -> model().evaluate(x, y)).hasMessageContainingAll(parts);
    refused(() -> model().trainOnBatch(Batch.of(x, y))).hasMessageContainingAll(parts);
    refused(() -> model().testOnBatch(Batch.of(x, y))).hasMessageContainingAll(parts);
  }

  private static void refusedEverywhere(Map<String, ? extends Value> x, String... parts) {
    refused(x, Y, parts);
    refused(() -> model().predict(x)).hasMessageContainingAll(parts);
    refused(() -> model().predict(Dataset.of(x).batch(2))).hasMessageContainingAll(parts);
  }

  @Test
  void aMissingInputIsNamed() {
    refusedEverywhere(Map.of("id", IDS), "[id, num]", "[num] missing");
  }

  @Test
  void anInputTooManyIsNamed() {
    refusedEverywhere(Map.of("id", IDS, "num", NUMBERS, "age", NUMBERS), "[age]", "[id, num]");
  }

  @Test
  void anotherShapeIsNamed() {
    refusedEverywhere(
        Map.of("id", IDS, "num", IDS), "input \"num\"", "wanted shape (None, 2)", ", 1)");
  }

  @Test
  void textIsRefused() {
    refusedEverywhere(
        Map.of("id", Tensor.of("a", "b", "c"), "num", NUMBERS), "input \"id\"", "\"a\"", "texts");
  }

  @Test
  void rowsOfDifferentLengthsAreRefused() {
    refusedEverywhere(
        Map.of("id", Ragged.of(new int[] {0}, new int[] {1, 2}, new int[0]), "num", NUMBERS),
        "input \"id\"",
        "different lengths");
  }

  @Test
  void anIdOutsideIsNamedWithItsRowAndRange() {
    refusedEverywhere(
        Map.of("id", Tensor.of(new int[][] {{0}, {2}, {3}}), "num", NUMBERS),
        "input \"id\"",
        "row 2",
        "id 3",
        "0 to 2",
        "embedding");
    refusedEverywhere(
        Map.of("id", Tensor.of(new int[][] {{0}, {-1}, {0}}), "num", NUMBERS), "row 1", "id -1");
  }

  @Test
  void anIdThatIsWorkedOutIsNamedWithItsRowInTheData() {
    var x = Input.of("x", FLOAT32, 1);
    var doubled = Activation.of(v -> v.mul(2)).on(x);
    var model = Model.of(x, doubled.to(Embedding.of(9, 2)).to(Flatten.of()).to(Dense.of(1)));
    model.compile(Sgd.of(), Loss.MEAN_SQUARED_ERROR);
    Tensor rows = Tensor.of(1f, 2f, 3f, 7f, 4f);
    Tensor y = Tensor.zeros(Shape.of(5));
    refused(() -> model.fit(rows, y, Fit.epochs(1).withBatchSize(2)))
        .hasMessageContainingAll("row 3", "id 14", "0 to 8");
    refused(() -> model.predict(rows)).hasMessageContainingAll("row 3", "id 14");
    refused(() -> model.evaluate(rows, y)).hasMessageContainingAll("row 3", "id 14");
  }

  @Test
  void aNumberThatIsNotFiniteIsNamedWithItsRow() {
    refusedEverywhere(
        Map.of("id", IDS, "num", Tensor.of(new float[][] {{1, 2}, {3, Float.NaN}, {5, 6}})),
        "input \"num\"",
        "row 1",
        "NaN");
  }

  @Test
  void aFractionIsNoId() {
    refusedEverywhere(
        Map.of("id", Tensor.of(0f, 1.5f, 2f), "num", NUMBERS), "input \"id\"", "row 1", "1.5");
  }

  @Test
  void anIdOfMoreThan32BitsIsNamed() {
    refusedEverywhere(
        Map.of("id", Tensor.of(0L, 1L << 40, 2L), "num", NUMBERS),
        "input \"id\"",
        "row 1",
        Long.toString(1L << 40));
  }

  @Test
  void rowsThatDifferInNumberAreRefused() {
    refused(() -> model().fit(Map.of("id", IDS, "num", NUMBERS), Tensor.of(1f, 2f), Fit.epochs(1)))
        .hasMessageContainingAll("3 rows", "2");
  }

  @Test
  void noRowsAreRefused() {
    Map<String, Tensor> none =
        Map.of("id", Tensor.of(Shape.of(0, 1), new int[0]), "num", Tensor.zeros(Shape.of(0, 2)));
    Tensor y = Tensor.zeros(Shape.of(0));
    refused(() -> model().fit(none, y, Fit.epochs(1))).hasMessageContaining("no rows");
    refused(() -> model().evaluate(none, y)).hasMessageContaining("no rows");
    refused(() -> model().fit(Dataset.of(none, y).batch(2), Fit.epochs(1)))
        .hasMessageContaining("no rows");
    refused(() -> model().predict(none)).hasMessageContaining("no rows");
  }

  @Test
  void labelsAreChecked() {
    Map<String, Tensor> x = Map.of("id", IDS, "num", NUMBERS);
    refused(x, Tensor.of("yes", "no", "no"), "text", "yes");
    refused(x, NUMBERS, "labels", "(None, 1)", "2)");
    refused(x, Tensor.of(1f, Float.POSITIVE_INFINITY, 2f), "Infinity");
    refused(() -> model().fit(Batch.of(x), Fit.epochs(1))).hasMessageContaining("no labels");
  }

  @Test
  void classIdsAreChecked() {
    var model = Sequential.of(Input.of("x", FLOAT32, 2), Dense.of(3, Activations.SOFTMAX));
    model.compile(Sgd.of(), Loss.SPARSE_CATEGORICAL_CROSSENTROPY);
    refused(() -> model.fit(NUMBERS, Tensor.of(0, 3, 1), Fit.epochs(1)))
        .hasMessageContainingAll("class id 3", "3 classes");
    refused(() -> model.fit(NUMBERS, Tensor.of(0.5f, 1, 1), Fit.epochs(1)))
        .hasMessageContaining("0.5");
    model.fit(NUMBERS, Tensor.of(0, 2, 1), Fit.epochs(1));
    model.fit(NUMBERS, Tensor.of(0L, 2L, 1L), Fit.epochs(1));
  }

  @Test
  void weightsAreChecked() {
    Map<String, Tensor> x = Map.of("id", IDS, "num", NUMBERS);
    refused(() -> model().fit(x, Y, Fit.epochs(1).withSampleWeights(Tensor.of(1f, 2f))))
        .hasMessageContaining("sample weights");
    refused(() -> model().fit(x, Y, Fit.epochs(1).withSampleWeights(Tensor.of(1f, Float.NaN, 2f))))
        .hasMessageContainingAll("sample weights", "row 1", "NaN");
  }

  @Test
  void aSplitThatLeavesNothingIsRefused() {
    Map<String, Tensor> x = Map.of("id", IDS, "num", NUMBERS);
    refused(() -> model().fit(x, Y, Fit.epochs(1).withValidationSplit(0.9)))
        .hasMessageContainingAll("0.9", "training");
    refused(() -> model().fit(Dataset.of(x, Y), Fit.epochs(1).withValidationSplit(0.5)))
        .hasMessageContaining("split");
  }

  @Test
  void endlessDataWantsStepsPerEpoch() {
    Dataset endless = Dataset.of(Map.of("id", IDS, "num", NUMBERS), Y).repeat().batch(2);
    refused(() -> model().fit(endless, Fit.epochs(1))).hasMessageContaining("withStepsPerEpoch");
    History history = model().fit(endless, Fit.epochs(2).withStepsPerEpoch(5));
    assertThat(history.steps()).isEqualTo(5);
  }

  @Test
  void typesAndShapesThatNearlySuitAreTaken() {
    Model model = model();
    Tensor expected = model.predict(Map.of("id", IDS, "num", NUMBERS));
    assertThat(model.predict(Map.of("id", Tensor.of(0, 2, 1), "num", NUMBERS))).isEqualTo(expected);
    assertThat(model.predict(Map.of("id", Tensor.of(0L, 2L, 1L), "num", NUMBERS)))
        .isEqualTo(expected);
    assertThat(model.predict(Map.of("id", Tensor.of(0f, 2f, 1f), "num", NUMBERS)))
        .isEqualTo(expected);
    assertThat(
            model.predict(
                Map.of("id", IDS, "num", Tensor.of(new int[][] {{1, 2}, {3, 4}, {5, 6}}))))
        .isEqualTo(expected);
    assertThat(model.predict(List.of(IDS, NUMBERS))).isEqualTo(expected);
  }

  @Test
  void aModelThatIsNotReadySaysSo() {
    var unbuilt = Sequential.of(Dense.of(1));
    assertThatThrownBy(unbuilt::weights)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Input");
    assertThatThrownBy(() -> unbuilt.fit(NUMBERS, Y, Fit.epochs(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("compile");
  }

  @Test
  void unknownWeightsAreRefusedBeforeAnyIsSet() {
    Model model = model();
    Tensor bias = model.weight("dense/bias");
    refused(() -> model.setWeights(Map.of("dense/bias", Tensor.of(3f), "dense/nothing", bias)))
        .hasMessageContainingAll("dense/nothing", "dense/kernel");
    refused(() -> model.setWeight("dense/bias", Tensor.of(1f, 2f)))
        .hasMessageContainingAll("dense/bias", "(1,)", "(2,)");
    assertThat(model.weight("dense/bias")).isEqualTo(bias);
  }
}
