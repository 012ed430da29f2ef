package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.graph.Combiner;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinearModelTest {
  @Test
  void columnsOfAllKindsAreAdded() {
    var price = BucketizedColumn.of(NumericColumn.of("price"), 0, 10, 100);
    var body = CategoricalColumn.vocabularyList("body", "sedan", "hardtop", "wagon");
    Traced traced = Traced.of(LinearModel.of(List.of(price, body)));
    traced.assign("price_bucketized/weights", column(10, 100, 1_000, 10_000));
    traced.assign("body/weights", column(-10, -100, -1_000));
    traced.assign("bias_weights", Tensor.of(5f));

    // TensorFlow's own test has wagon's weight for sedan: categories in another order.
    assertThat(
            traced
                .run(Map.of("price", Tensor.of(-1f, 12f), "body", Tensor.of("wagon", "sedan")))
                .data())
        .containsExactly(10 - 1_000 + 5, 1_000 - 10 + 5);
  }

  @Test
  void numbersAreMultipliedByTheirWeights() {
    Traced traced = Traced.of(LinearModel.of(List.of(NumericColumn.of("price"))));
    traced.assign("price/weights", column(10));
    traced.assign("bias_weights", Tensor.of(5f));

    assertThat(traced.run(Map.of("price", Tensor.of(1f, 5f))).data()).containsExactly(15, 55);
    assertThat(traced.run(Map.of("price", Tensor.of(2f, 10f))).data()).containsExactly(25, 105);
  }

  @Test
  void anEmbeddingHasItsTableAndWeightsForItsNumbers() {
    var column = EmbeddingColumn.of(CategoricalColumn.identity("id", 3), 2);
    Traced traced = Traced.of(LinearModel.of(List.of(column)));
    traced.assign(
        "id_embedding/embedding_weights", Tensor.of(new float[][] {{1, 2}, {3, 5}, {7, 11}}));
    traced.assign("id_embedding/weights", column(4, 6));

    Ragged ids = Ragged.of(new int[] {2}, new int[] {0, 1}, new int[] {}, new int[] {1});

    assertThat(traced.run(Map.of("id", ids)).data()).containsExactly(94, 29, 0, 42);
  }

  @Test
  void severalCategoriesOfARowAreCombined() {
    var id = CategoricalColumn.identity("id", 3);
    Ragged ids = Ragged.of(new int[] {0, 2}, new int[] {});
    Traced sum = Traced.of(LinearModel.of(List.of(id)));
    Traced mean = Traced.of(LinearModel.of(List.of(id)).withSparseCombiner(Combiner.MEAN));
    sum.assign("id/weights", column(1, 2, 4));
    mean.assign("id/weights", column(1, 2, 4));

    assertThat(sum.run(Map.of("id", ids)).data()).containsExactly(5, 0);
    assertThat(mean.run(Map.of("id", ids)).data()).containsExactly(2.5f, 0);
  }

  @Test
  void weightsOfCategoriesCount() {
    var id = CategoricalColumn.weighted(CategoricalColumn.identity("id", 3), "w");
    Traced traced = Traced.of(LinearModel.of(List.of(id)));
    traced.assign("id_weighted_by_w/weights", column(1, 2, 4));

    assertThat(
            traced
                .run(
                    Map.of(
                        "id", Ragged.of(new int[] {0, 2}, new int[] {1}),
                        "w", Ragged.of(new float[] {0.5f, -1}, new float[] {3})))
                .data())
        .containsExactly(-3.5f, 6);
  }

  @Test
  void everythingStartsFromZero() {
    var columns = List.of(CategoricalColumn.hashBucket("a b", 7), NumericColumn.of("x", 2));
    Traced traced = Traced.of(LinearModel.of(columns).withUnits(3));

    assertThat(traced.weights().byPath())
        .containsOnlyKeys("layer/a_b/weights", "layer/x/weights", "layer/bias_weights");
    assertThat(traced.weights().get("layer/a_b/weights").shape()).isEqualTo(Shape.of(7, 3));
    assertThat(traced.weights().get("layer/x/weights").shape()).isEqualTo(Shape.of(2, 3));
    assertThat(
            traced.run(
                Map.of(
                    "a b", Tensor.of("u", "v"),
                    "x", Tensor.of(new float[][] {{1, 2}, {3, 4}}))))
        .isEqualTo(Tensor.zeros(Shape.of(2, 3)));
  }

  @Test
  void whatDoesNotSuitIsRefused() {
    assertThatThrownBy(() -> LinearModel.of(List.of())).hasMessageContaining("no columns");
    assertThatThrownBy(() -> LinearModel.of(List.of(NumericColumn.of("x"))).withUnits(0))
        .hasMessage("LinearModel: 0 units; give 1 or more");
    assertThatThrownBy(
            () -> LinearModel.of(List.of(NumericColumn.of("a b"), NumericColumn.of("a_b"))))
        .hasMessageContaining("\"a b\" and \"a_b\"");
  }

  private static Tensor column(float... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }
}
