package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.Golden;
import dev.inlay.Golden.Case;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What columns feed to a model equals what TensorFlow gave for the same features and tables. */
class GoldenDenseTest {
  private static Stream<Case> cases(String op) {
    return Stream.of("tf_feature_columns.json", "tf_columns_random.json")
        .flatMap(file -> Golden.cases(file).stream())
        .filter(c -> c.text("op").equals(op));
  }

  static Stream<Case> columns() {
    return cases("dense");
  }

  @ParameterizedTest
  @MethodSource
  void columns(Case golden) {
    var column = (DenseColumn) GoldenColumns.column(golden.object("column"));
    Traced traced = Traced.of(DenseFeatures.of(column));
    if (column instanceof EmbeddingColumn) {
      traced.assign(column.variable("embedding_weights"), golden.tensor("embedding_weights"));
    }

    FloatTensor output = traced.run(GoldenColumns.features(golden));

    assertClose(output, (FloatTensor) golden.tensor("expected"));
    assertThat(output.shape().last()).isEqualTo(column.width());
  }

  static Stream<Case> denseFeatures() {
    return cases("dense_features");
  }

  @ParameterizedTest
  @MethodSource
  void denseFeatures(Case golden) {
    List<Map<String, ?>> json = golden.list("columns");
    List<FeatureColumn> columns =
        json.stream().map(c -> GoldenColumns.column(new Case(c))).toList();
    Traced traced = Traced.of(DenseFeatures.of(columns));
    for (FeatureColumn column : columns) {
      if (column instanceof EmbeddingColumn) {
        Tensor table = golden.object("embedding_weights").tensor(column.name());
        traced.assign(column.variable("embedding_weights"), table);
      }
    }

    FloatTensor output = traced.run(GoldenColumns.features(golden));

    assertClose(output, (FloatTensor) golden.tensor("expected"));
  }

  private static void assertClose(FloatTensor actual, FloatTensor expected) {
    assertThat(actual.rows()).isEqualTo(expected.rows());
    assertThat(actual.data()).hasSameSizeAs(expected.data());
    for (int i = 0; i < expected.data().length; i++) {
      float e = expected.data()[i];
      assertThat(actual.data()[i])
          .as("element %d", i)
          .isCloseTo(e, within(1e-6f + 1e-6f * Math.abs(e)));
    }
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(columns()).hasSizeGreaterThan(50);
    assertThat(denseFeatures()).hasSizeGreaterThan(30);
  }
}
