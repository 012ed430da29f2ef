package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Batch ROWS =
      new Batch(
          Map.of(
              "b",
              Tensor.of("x", "y", "z"),
              "a",
              Ragged.of(new int[] {1, 2}, new int[0], new int[] {3})),
          Map.of(Batch.LABEL, Tensor.of(new float[][] {{1}, {2}, {3}})),
          Tensor.of(1f, 2f, 3f));

  @Test
  void unorderedMapsAreSorted() {
    assertThat(ROWS.features().keySet()).containsExactly("a", "b");
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnown() {
    assertThatThrownBy(() -> ROWS.feature("c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no feature \"c\"; the data has [a, b]");
    assertThatThrownBy(() -> Batch.of(Map.of("a", Tensor.of(1))).label())
        .hasMessageContaining("wanted one label, the data has none");
  }

  @Test
  void columnsHaveTheSameNumberOfRows() {
    assertThatThrownBy(() -> Batch.of(Map.of("a", Tensor.of(1, 2)), Tensor.of(1f)))
        .hasMessage("column \"a\" has 2 rows, column \"label\" has 1");
    assertThatThrownBy(() -> Batch.of(Map.of("a", Tensor.scalar(1))))
        .hasMessageStartingWith("column \"a\": a single number has no rows");
    assertThatThrownBy(() -> new Batch(Map.of("a", Tensor.of(1)), Map.of(), Tensor.of(1f, 2f)))
        .hasMessageStartingWith("sample weights of shape (2,) for 1 rows");
    assertThatThrownBy(() -> Batch.of(Map.of())).hasMessage("a batch needs at least one column");
  }

  @Test
  void rowsAndTakeCutEveryColumn() {
    assertThat(ROWS.rows(1, 3)).isEqualTo(ROWS.take(new int[] {1, 2}));
    assertThat(ROWS.take(new int[] {2, 0}))
        .isEqualTo(
            new Batch(
                Map.of("a", Ragged.of(new int[] {3}, new int[] {1, 2}), "b", Tensor.of("z", "x")),
                Map.of(Batch.LABEL, Tensor.of(new float[][] {{3}, {1}})),
                Tensor.of(3f, 1f)));
  }

  @Test
  void concatPutsRowsBackTogether() {
    assertThat(Batch.concat(List.of(ROWS.rows(0, 1), ROWS.rows(1, 1), ROWS.rows(1, 3))))
        .isEqualTo(ROWS);
  }

  @Test
  void concatRefusesDifferentColumns() {
    Batch ints = Batch.of(Map.of("a", Tensor.of(1)));
    assertThatThrownBy(() -> Batch.concat(List.of(ints, Batch.of(Map.of("b", Tensor.of(1))))))
        .hasMessageContaining("batches with different columns");
    assertThatThrownBy(() -> Batch.concat(List.of(ints, Batch.of(Map.of("a", Tensor.of(1f))))))
        .hasMessage(
            "column \"a\" is INT32 of shape (1,) in one part and FLOAT32 of shape (1,) in another");
    assertThatThrownBy(
            () ->
                Batch.concat(List.of(ints, Batch.of(Map.of("a", Tensor.of(new int[][] {{1, 2}}))))))
        .hasMessageContaining("INT32 of shape (1, 2) in another");
  }

  @Test
  void aFeatureBecomesTheLabelOrTheWeights() {
    Batch batch =
        Batch.of(Map.of("x", Tensor.of(1, 2), "y", Tensor.of(3, 4), "w", Tensor.of(5, 6)))
            .withLabel("y")
            .withSampleWeights("w");

    assertThat(batch)
        .isEqualTo(
            new Batch(
                Map.of("x", Tensor.of(1, 2)),
                Map.of(Batch.LABEL, Tensor.of(3, 4)),
                Tensor.of(5f, 6f)));
    assertThat(batch.select(List.of()).rows()).isEqualTo(2);
    assertThat(batch.feature("x").rows(0, 0).rows()).isZero();
    assertThat(Tensor.zeros(Shape.of(0, 3)).rows()).isZero();
  }
}
