package dev.inlay.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
  private static final List<Value> FOUR_ROWS =
      List.of(
          Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}}),
          Tensor.of(new int[][] {{1}, {2}, {3}, {4}}),
          Tensor.of(1L, 2L, 3L, 4L),
          Tensor.of("a", "b", "c", "d"),
          Ragged.of(new int[][] {{1, 2}, {}, {3}, {4, 5, 6}}));

  @Test
  void rowsAreCut() {
    assertThat(FOUR_ROWS.get(0).rows(1, 3)).isEqualTo(Tensor.of(new float[][] {{3, 4}, {5, 6}}));
    assertThat(FOUR_ROWS.get(3).rows(1, 3)).isEqualTo(Tensor.of("b", "c"));
    assertThat(FOUR_ROWS.get(4).rows(1, 3)).isEqualTo(Ragged.of(new int[][] {{}, {3}}));
    assertThat(FOUR_ROWS.get(4).rows(2, 2).rows()).isZero();
  }

  @Test
  void rowsAreTakenInAnyOrder() {
    int[] rows = {3, 0, 3};
    assertThat(FOUR_ROWS.get(0).take(rows))
        .isEqualTo(Tensor.of(new float[][] {{7, 8}, {1, 2}, {7, 8}}));
    assertThat(FOUR_ROWS.get(2).take(rows)).isEqualTo(Tensor.of(4L, 1L, 4L));
    assertThat(FOUR_ROWS.get(4).take(rows))
        .isEqualTo(Ragged.of(new int[][] {{4, 5, 6}, {1, 2}, {4, 5, 6}}));
  }

  @Test
  void rowsThatAreNotThereAreNamed() {
    for (Value value : FOUR_ROWS) {
      for (int[] range : new int[][] {{-1, 2}, {3, 2}, {0, 5}, {5, 5}}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> value.rows(range[0], range[1]))
            .withMessage(
                "rows %d to %d of 4; from 0 on, the end is excluded and not before the start"
                    .formatted(range[0], range[1]));
      }
      for (int row : new int[] {-1, 4, Integer.MAX_VALUE}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> value.take(new int[] {0, row}))
            .withMessage("row %,d of 4; they are counted from 0".formatted(row));
      }
    }
  }

  @Test
  void arraysSuitTheirShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(Shape.of(2, 2), new float[3]))
        .withMessage("shape (2, 2) wants 4 elements, the array has 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(new int[][] {{1, 2}, {3}}))
        .withMessageContaining("row 1 has 1 elements, row 0 has 2")
        .withMessageContaining("Ragged");
    assertThat(Tensor.of(1, 2, 3, 4).reshape(Shape.of(2, 2)))
        .isEqualTo(Tensor.of(new int[][] {{1, 2}, {3, 4}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(1, 2, 3).reshape(Shape.of(2, 2)))
        .withMessage("shape (3,) (3 elements) can't become (2, 2)");
  }

  @Test
  void numbersBecomeFloats() {
    assertThat(Tensor.of(1, -2).toFloats()).isEqualTo(Tensor.of(1f, -2f));
    assertThat(Tensor.of(1L << 40).toFloats()).isEqualTo(Tensor.of((float) (1L << 40)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of("7").toFloats())
        .withMessageContaining("7");
  }
}
