package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.feature.FeatureOutput.Form;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Discretization;
import dev.inlay.layer.Json;
import dev.inlay.layer.OutputMode;
import dev.inlay.layer.StringLookup;
import dev.inlay.layer.TextVectorization;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureSpaceTest {
  // Keras's numbers, made by src/test/python/feature_space.py.

  private static Map<?, ?> recorded() throws IOException {
    String text = Files.readString(Path.of("src/test/resources/records/feature_space.json"));
    return (Map<?, ?>) Objects.requireNonNull(Json.read(text, "feature_space.json"));
  }

  private static FeatureSpace keras() {
    Map<String, Feature> features = new LinkedHashMap<>();
    features.put("plain", Feature.plainFloat());
    features.put("rescaled", Feature.floatRescaled(2, -1));
    features.put("normalized", Feature.floatNormalized());
    features.put("discretized", Feature.floatDiscretized(3));
    features.put("integer", Feature.integerCategorical());
    features.put("string", Feature.stringCategorical(StringLookup.of().withNumOovIndices(2)));
    features.put("hashed", Feature.stringHashed(5));
    features.put("number", Feature.integerHashed(4));
    return FeatureSpace.of(features)
        .withCross(FeatureCross.of(6, "string", "integer"))
        .withCross(FeatureCross.of(5, "discretized", "hashed"));
  }

  private static Map<String, Value> columns(Object tree) {
    Map<String, Value> columns = new LinkedHashMap<>();
    ((Map<?, ?>) tree).forEach((name, list) -> columns.put((String) name, column((List<?>) list)));
    return columns;
  }

  private static Tensor column(List<?> cells) {
    if (cells.getFirst() instanceof String) {
      return Tensor.of(cells.toArray(String[]::new));
    }
    if (cells.getFirst() instanceof Integer) {
      return Tensor.of(cells.stream().mapToLong(n -> ((Number) n).longValue()).toArray());
    }
    return floats(cells);
  }

  private static FloatTensor floats(List<?> cells) {
    float[] data = new float[cells.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = ((Number) cells.get(i)).floatValue();
    }
    return Tensor.of(data);
  }

  private static void assertRows(Value actual, Object expected) {
    List<?> rows = (List<?>) expected;
    for (int row = 0; row < rows.size(); row++) {
      float[] wanted = floats((List<?>) rows.get(row)).data();
      assertThat(((Tensor) actual.rows(row, row + 1)).toFloats().data())
          .containsExactly(wanted, within(1e-6f));
    }
  }

  @Test
  void numbersAreKerass() throws IOException {
    Map<?, ?> recorded = recorded();
    FeatureSpace space = keras().adapt(Dataset.of(columns(recorded.get("data"))));
    Map<String, Value> test = columns(recorded.get("test"));
    assertRows(space.apply(test).get(FeatureSpace.VECTOR), recorded.get("concat"));
    Map<String, Value> byName = space.withOutputMode(FeatureSpace.OutputMode.DICT).apply(test);
    Map<?, ?> expected = (Map<?, ?>) recorded.get("dict");
    assertThat(List.copyOf(byName.keySet())).isEqualTo(List.copyOf(expected.keySet()));
    byName.forEach((name, value) -> assertRows(value, expected.get(name)));

    Map<String, Value> single = new LinkedHashMap<>();
    test.forEach(
        (name, column) -> single.put(name, ((Tensor) column.rows(0, 1)).reshape(Shape.SCALAR)));
    FloatTensor vector = (FloatTensor) space.apply(single).get(FeatureSpace.VECTOR);
    assertThat(vector.data())
        .containsExactly(floats((List<?>) recorded.get("single")).data(), within(1e-6f));
  }

  @Test
  void aModelBeginsWithIt(@TempDir Path folder) throws IOException {
    Map<?, ?> recorded = recorded();
    Map<String, Value> data = columns(recorded.get("data"));
    FeatureSpace space = keras().adapt(Dataset.of(data));
    Model model = Sequential.of(space, Dense.of(1));
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    model.fit(data, Tensor.of(1f, 2f, 3f, 4f, 5f), Fit.epochs(2));
    model.save(folder.resolve("model"));
    Map<String, Value> test = columns(recorded.get("test"));
    assertThat(Model.load(folder.resolve("model")).predict(test)).isEqualTo(model.predict(test));

    var inputs = space.inputs();
    var encoded = space.on(inputs.toArray(dev.inlay.layer.Symbol[]::new));
    assertThat(Model.of(inputs, encoded).predict(test))
        .isEqualTo(space.apply(test).get(FeatureSpace.VECTOR));

    space.save(folder.resolve("space.json"));
    assertThat(FeatureSpace.load(folder.resolve("space.json"))).isEqualTo(space);
    Batch encodedRows = Dataset.of(test).map(space::encode).toBatch();
    assertThat(encodedRows.feature(FeatureSpace.VECTOR))
        .isEqualTo(space.apply(test).get(FeatureSpace.VECTOR));
  }

  // What Keras's users miss.

  @Test
  void rowsOfSeveralValuesBecomeOneVector() {
    Feature tags = Feature.stringCategorical(StringLookup.of().withVocabulary("a", "b"));
    FeatureSpace space = FeatureSpace.of(Map.of("tags", tags.withMultiValued(true)));
    assertThat(
            space.apply(Map.of("tags", Ragged.of(new String[] {"a", "b", "a"}, new String[] {}))))
        .containsEntry(FeatureSpace.VECTOR, Tensor.of(new float[][] {{0, 1, 1}, {0, 0, 0}}));
    assertThat(space.apply(Map.of("tags", Tensor.of(new String[][] {{"b", ""}, {"c", "a"}}))))
        .containsEntry(FeatureSpace.VECTOR, Tensor.of(new float[][] {{0, 0, 1}, {1, 1, 0}}));
  }

  @Test
  void embeddingsAreTrainedWithTheModel() {
    FeatureSpace space =
        FeatureSpace.of(
                Map.of(
                    "tags", Feature.stringHashed(4).withMultiValued(true).withEmbedding(2),
                    "city", Feature.stringCategorical().withEmbedding(3)))
            .adapt(Dataset.of(Map.of("city", Tensor.of("x", "y"), "tags", Tensor.of("", ""))));
    Model model = Sequential.of(space, Dense.of(1));
    model.compile(Adam.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    Map<String, Value> data =
        Map.of(
            "tags", Ragged.of(new String[] {"p", "q"}, new String[] {}),
            "city", Tensor.of("x", "z"));
    var history = model.fit(data, Tensor.of(1f, -1f), Fit.epochs(50));
    assertThat(history.loss().getLast()).isLessThan(0.05);
    assertThat(model.weight("feature_space/tags/embeddings").shape()).isEqualTo(Shape.of(4, 2));
    assertThat(model.weight("feature_space/city/embeddings").shape()).isEqualTo(Shape.of(3, 3));
    assertThatThrownBy(() -> space.apply(data)).hasMessageContaining("weights");
  }

  @Test
  void boundariesMayBeFixed() {
    FeatureSpace space =
        FeatureSpace.of(
            Map.of("age", Feature.floatDiscretized(Discretization.withBoundaries(18, 65))));
    assertThat(space.apply(Map.of("age", Tensor.of(10f, 18f, 70f))))
        .containsEntry(
            FeatureSpace.VECTOR, Tensor.of(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}));
  }

  @Test
  void missingValuesHaveARule() {
    Map<String, Value> data =
        Map.of("x", Tensor.of(1f, Float.NaN, 3f), "city", Tensor.of("a", "", "a"));
    Feature number = Feature.floatNormalized();
    Feature city = Feature.stringCategorical();
    FloatTensor dropped = (FloatTensor) vector(data, number.withMissing(Missing.Rule.DROP), city);
    assertThat(dropped.data())
        .containsExactly(new float[] {0, 1, 0, -1, 0, 0, 1, 0, 0, 1, 0, 1}, within(0f));
    assertThat(
            vector(
                data, number.withMissing(Missing.Rule.ZERO), city.withMissing(Missing.Rule.LEARN)))
        .isEqualTo(Tensor.of(new float[][] {{0, 1, 0, -1}, {0, 0, 1, -2}, {0, 1, 0, 1}}));
    assertThat(
            vector(
                data, number.withMissing(Missing.Rule.ZERO), city.withMissing(new Missing.Id(1))))
        .isEqualTo(Tensor.of(new float[][] {{0, 1, -1}, {0, 1, -2}, {0, 1, 1}}));
    assertThat(
            vector(
                data, number.withMissing(Missing.Rule.ZERO), city.withMissing(Missing.Rule.DROP)))
        .isEqualTo(Tensor.of(new float[][] {{0, 1, -1}, {0, 0, -2}, {0, 1, 1}}));
    assertThatThrownBy(() -> vector(data, number.withMissing(Missing.Rule.REFUSE), city))
        .hasMessageContaining("\"x\", row 1: the value is missing");
    assertThatThrownBy(
            () ->
                vector(
                    data,
                    number.withMissing(Missing.Rule.ZERO),
                    city.withMissing(Missing.Rule.REFUSE)))
        .hasMessageContaining("\"city\", row 1: the value is missing");
    assertThatThrownBy(() -> vector(data, number, city)).hasMessageContaining("NaN");
  }

  private static Value vector(Map<String, Value> data, Feature number, Feature city) {
    return FeatureSpace.of(Map.of("x", number, "city", city))
        .adapt(Dataset.of(data))
        .apply(data)
        .get(FeatureSpace.VECTOR);
  }

  @Test
  void anyLayerCanPrepareAFeature() {
    TextVectorization words = TextVectorization.of().withOutputMode(OutputMode.COUNT);
    FeatureSpace space =
        FeatureSpace.of(Map.of("text", Feature.of(DType.STRING, words, Form.FLOAT)))
            .adapt(Dataset.of(Map.of("text", Tensor.of("a b", "b"))));
    assertThat(space.apply(Map.of("text", Tensor.of("b b c"))))
        .containsEntry(FeatureSpace.VECTOR, Tensor.of(new float[][] {{1, 2, 0}}));
    assertThat(space.preprocessor("text")).isEqualTo(words.adapt(Tensor.of("a b", "b")));
  }

  @Test
  void whatDoesNotFitIsSaid() {
    Feature city = Feature.stringCategorical();
    assertThatThrownBy(() -> FeatureSpace.of(Map.of())).hasMessageContaining("one feature or more");
    assertThatThrownBy(
            () ->
                FeatureSpace.of(Map.of("city", city)).withCross(FeatureCross.of(4, "city", "job")))
        .hasMessageContaining("no feature \"job\"");
    assertThatThrownBy(() -> FeatureSpace.of(Map.of("city", city.withOutput(Form.INT))))
        .hasMessageContaining("DICT");
    assertThatThrownBy(
            () -> FeatureSpace.of(Map.of("city", city)).apply(Map.of("city", Tensor.of("a"))))
        .hasMessageContaining("adapt the space");
    assertThatThrownBy(
            () -> FeatureSpace.of(Map.of("city", city)).apply(Map.of("town", Tensor.of("a"))))
        .hasMessageContaining("no feature \"city\"");
  }
}
