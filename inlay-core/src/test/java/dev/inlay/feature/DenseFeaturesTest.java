package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.graph.Combiner;
import dev.inlay.graph.Node;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Constant;
import dev.inlay.layer.Encoding;
import dev.inlay.layer.Initializer;
import dev.inlay.layer.Input;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseFeaturesTest {
  private static final IdentityColumn ITEM = CategoricalColumn.identity("item", 3);
  private static final FloatTensor TABLE = Tensor.of(new float[][] {{1, 2}, {3, 5}, {7, 11}});
  private static final Ragged ITEMS =
      Ragged.of(new int[] {2}, new int[] {0, 1}, new int[] {}, new int[] {1});

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MEAN  |                 | 7, 11, 2, 3.5, 0, 0, 3, 5",
        "SUM   |                 | 7, 11, 4, 7, 0, 0, 3, 5",
        "SQRTN |                 | 7, 11, 2.828427, 4.9497476, 0, 0, 3, 5",
        "MEAN  | 1, 2, 3, 4      | 7, 11, 2.2, 3.8, 0, 0, 3, 5",
        "MEAN  | 1, 2, -3, 0     | 7, 11, 1, 2, 0, 0, 0, 0",
        "MEAN  | 0.5, 0, 0, -1   | 7, 11, 0, 0, 0, 0, 0, 0",
        "SUM   | 1, 2, -3, 0     | 7, 11, -7, -11, 0, 0, 0, 0",
        "SUM   | 0.5, 0, 0, -1   | 3.5, 5.5, 0, 0, 0, 0, -3, -5",
        "SQRTN | 1, 2, 3, 4      | 7, 11, 3.0508511, 5.26965189, 0, 0, 3, 5",
      })
  void embeddingsOfARowAreCombined(Combiner combiner, String weights, String expected) {
    boolean weighted = weights != null;
    var column =
        EmbeddingColumn.of(weighted ? CategoricalColumn.weighted(ITEM, "w") : ITEM, 2)
            .withCombiner(combiner);
    Traced traced = Traced.of(DenseFeatures.of(column));
    traced.assign(column.name() + "/embedding_weights", TABLE);

    FloatTensor output =
        traced.run(
            weighted
                ? Map.of("item", ITEMS, "w", new Ragged(floats(weights), ITEMS.splits()))
                : Map.of("item", ITEMS));

    assertThat(output.data()).containsExactly(floats(expected).data(), within(1e-6f));
    assertThat(output.shape()).isEqualTo(Shape.of(4, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1   | 0.5368755, 0.8436615, 0.9617094, 1.7519202, 0, 0, 0.5144958, 0.857493",
        "5   | 2.6843774, 4.2183074, 3.5724788, 6.2874646, 0, 0, 2.5724788, 4.2874646",
        "100 | 7, 11, 4, 7, 0, 0, 3, 5",
      })
  void longVectorsAreShortenedBeforeTheyAreCombined(float maxNorm, String expected) {
    var column = EmbeddingColumn.of(ITEM, 2).withCombiner(Combiner.SUM).withMaxNorm(maxNorm);
    Traced traced = Traced.of(DenseFeatures.of(column));
    traced.assign("item_embedding/embedding_weights", TABLE);

    FloatTensor output = traced.run(Map.of("item", ITEMS));

    assertThat(output.data()).containsExactly(floats(expected).data(), within(1e-6f));
    assertThat(traced.weights().get("layer/item_embedding/embedding_weights").read())
        .isEqualTo(TABLE);
  }

  @Test
  void indicatorsCountAndAddWeights() {
    var word = CategoricalColumn.vocabularyList("word", "a", "b", "c");
    var counted = IndicatorColumn.of(word);
    var weighted = IndicatorColumn.of(CategoricalColumn.weighted(word, "w"));
    Traced traced = Traced.of(DenseFeatures.of(counted, weighted));

    FloatTensor output =
        traced.run(
            Map.of(
                "word", Ragged.of(new String[] {"c", "z", "c"}, new String[] {"a", "c"}),
                "w", Ragged.of(new float[] {2, 4, 6}, new float[] {3, 5})));

    assertThat(output).isEqualTo(Tensor.of(new float[][] {{0, 0, 2, 0, 0, 8}, {1, 0, 1, 3, 0, 5}}));
  }

  @Test
  void columnsStandInTheOrderOfTheirNames() {
    var zz = NumericColumn.of("zz");
    var a = EmbeddingColumn.of(CategoricalColumn.identity("a", 3), 2);
    var am = NumericColumn.of("a_em");
    var b = IndicatorColumn.of(CategoricalColumn.identity("B", 2));

    DenseFeatures features = DenseFeatures.of(zz, a, am, b);
    Traced traced = Traced.of(features);
    traced.assign("a_embedding/embedding_weights", TABLE);

    assertThat(features.columns()).containsExactly(b, am, a, zz);
    assertThat(features.width()).isEqualTo(6);
    assertThat(
            traced.run(
                Map.of(
                    "zz", Tensor.of(9f),
                    "a", Tensor.of(0),
                    "a_em", Tensor.of(8f),
                    "B", Tensor.of(1))))
        .isEqualTo(Tensor.of(new float[][] {{0, 1, 8, 1, 2, 9}}));
    assertThat(traced.weights().byPath()).containsOnlyKeys("layer/a_embedding/embedding_weights");
  }

  @Test
  void tablesStartFromTheInitializerAndMayBeFrozen() {
    var wide = CategoricalColumn.hashBucket("x y/z", 2_000);
    Traced traced =
        Traced.of(
            DenseFeatures.of(
                EmbeddingColumn.of(wide, 16),
                EmbeddingColumn.of(ITEM, 2)
                    .withInitializer(Constant.of(0.5f))
                    .withTrainable(false)));

    float[] drawn = traced.weights().get("layer/x_y_z_embedding/embedding_weights").read().data();
    double squares = 0;
    for (float v : drawn) {
      squares += (double) v * v;
      assertThat(v).isBetween(-0.5f, 0.5f);
    }
    // A normal distribution of deviation 1/4, cut at two deviations, has 0.8796 of it.
    assertThat(Math.sqrt(squares / drawn.length)).isBetween(0.215, 0.225);
    assertThat(traced.scope().trained())
        .containsExactly(traced.weights().get("layer/x_y_z_embedding/embedding_weights"));
    assertThat(traced.weights().get("layer/item_embedding/embedding_weights").read().data())
        .containsOnly(0.5f);
  }

  @Test
  void aFunctionalModelMayHaveItBesideItsInputs() {
    Symbol columns = DenseFeatures.of(EmbeddingColumn.of(ITEM, 2), NumericColumn.of("x")).on();
    Symbol joined = Concatenate.of(columns, Input.of("y", DType.FLOAT32, 4));

    assertThat(columns.shape()).isEqualTo(Shape.of(-1, 3));
    assertThat(joined.shape()).isEqualTo(Shape.of(-1, 7));
  }

  @Test
  void twoLayersOverOneFeatureHaveInputsOfTheirOwn() {
    var listed = DenseFeatures.of(IndicatorColumn.of(CategoricalColumn.identity("id", 2)));
    var longer = DenseFeatures.of(IndicatorColumn.of(CategoricalColumn.identity("id", 3)));
    Traced both =
        Traced.of(
            (Scope scope, Node... _) -> Node.concat(1, scope.apply(listed), scope.apply(longer)));

    assertThat(both.encodings())
        .extracting(Encoding::path)
        .containsExactly("layer/dense_features", "layer/dense_features_1");
    assertThat(both.run(Map.of("id", Tensor.of(1))).data()).containsExactly(0, 1, 0, 1, 0);
  }

  @Test
  void whatDoesNotSuitIsRefused() {
    Initializer ones = Constant.of(1);
    var spaced = EmbeddingColumn.of(CategoricalColumn.identity("a b", 2), 2).withInitializer(ones);
    var joined = EmbeddingColumn.of(CategoricalColumn.identity("a_b", 2), 2).withInitializer(ones);

    assertThatThrownBy(() -> DenseFeatures.of(List.of()))
        .hasMessage("no columns; give one or more");
    assertThatThrownBy(() -> DenseFeatures.of(NumericColumn.of("x"), NumericColumn.of("x", 2)))
        .hasMessageStartingWith("two columns have the name \"x\"");
    assertThatThrownBy(() -> DenseFeatures.of(NumericColumn.of("x"), ITEM))
        .hasMessage(
            "column \"item\" has categories, not numbers; wrap it: EmbeddingColumn.of(column, 8) or"
                + " IndicatorColumn.of(column)");
    assertThatThrownBy(() -> DenseFeatures.of(spaced, joined))
        .hasMessageContaining("\"a b_embedding\" and \"a_b_embedding\"")
        .hasMessageContaining("rename a feature");
    assertThatThrownBy(
            () ->
                Traced.of(DenseFeatures.of(NumericColumn.of("x")))
                    .run(Map.of("y", Tensor.of(1f), "z", Tensor.of(2f))))
        .hasMessage("no feature \"x\"; the data has [y, z]");
  }

  private static FloatTensor floats(String list) {
    String[] parts = list.split(", *");
    float[] data = new float[parts.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = Float.parseFloat(parts[i]);
    }
    return Tensor.of(data);
  }
}
