package dev.inlay.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodedTest {
  private static Map<String, Object> array(String dtype, List<Integer> shape, Object... data) {
    return Map.of("dtype", dtype, "shape", shape, "data", List.of(data));
  }

  private static final Map<String, Object> SPARSE =
      Map.of(
          "sparse",
          true,
          "indices",
          array("int64", List.of(3, 2), 0, 0, 2, 0, 2, 1),
          "values",
          array("int64", List.of(3), 7, 8, 9),
          "dense_shape",
          List.of(3, 2));

  @Test
  void arraysOfEveryType() {
    assertThat(Encoded.tensor(array("float32", List.of(2), 1.5, "NaN")))
        .isEqualTo(Tensor.of(1.5f, Float.NaN));
    assertThat(Encoded.tensor(array("float64", List.of(1, 1), 0.1)))
        .isEqualTo(Tensor.of(Shape.of(1, 1), 0.1f));
    assertThat(Encoded.tensor(array("bool", List.of(2), true, false))).isEqualTo(Tensor.of(1f, 0f));
    assertThat(Encoded.tensor(array("int64", List.of(1), 1L << 40))).isEqualTo(Tensor.of(1L << 40));
    assertThat(Encoded.tensor(array("uint8", List.of(1), 200))).isEqualTo(Tensor.of(200));
    assertThat(Encoded.tensor(array("string", List.of(1), "ß"))).isEqualTo(Tensor.of("ß"));
    assertThat(Encoded.tensor(2.5)).isEqualTo(Tensor.scalar(2.5f));
    assertThat(Encoded.tensor(List.of(List.of(1, 2), List.of(3, 4))).shape())
        .isEqualTo(Shape.of(2, 2));
    assertThat(
            Encoded.tensor(
                List.of(array("float32", List.of(1), 1), array("float32", List.of(1), 2))))
        .isEqualTo(Tensor.of(Shape.of(2, 1), 1f, 2f));
  }

  @Test
  void sparseOnesAreZerosElsewhereOrRaggedRows() {
    assertThat(Encoded.tensor(SPARSE))
        .hasToString(
            Tensor.of(new int[][] {{7, 0}, {0, 0}, {8, 9}}).toString().replace("INT32", "INT64"));
    assertThat(Encoded.feature(SPARSE))
        .isEqualTo(new Ragged(Tensor.of(7L, 8L, 9L), new int[] {0, 1, 1, 3}));
  }

  @Test
  void wrongOnesAreRefused() {
    assertThatThrownBy(() -> Encoded.tensor(array("float32", List.of(3), 1, 2)))
        .hasMessage("an array of shape (3,) has 2 elements");
    assertThatThrownBy(() -> Encoded.tensor(Map.of("data", List.of())))
        .hasMessage("an array has no \"dtype\"");
    assertThatThrownBy(() -> Encoded.tensor(array("complex64", List.of(1), 1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("arrays of complex64");
    assertThatThrownBy(() -> Encoded.tensor(array("float32", List.of(1), List.of())))
        .hasMessageContaining("wanted a number");
  }
}
