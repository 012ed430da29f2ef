package dev.inlay.layer;

import static dev.inlay.tensor.DType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  @Test
  void aColumnHasOneMean() {
    Tensor column = Tensor.of(2f, 4, 6);
    Normalization learned = Normalization.of().adapt(column);
    assertThat(learned).isEqualTo(Normalization.of().adapt(column.reshape(Shape.of(3, 1))));
    assertThat(((Tensor) learned.apply(Tensor.of(4f, 8))).toFloats().data()[0]).isZero();
    assertThat(Input.of("age", FLOAT32, 1).to(learned).shape()).isEqualTo(Shape.of(-1, 1));
  }

  @Test
  void valuesOfAnotherWidthAreRefusedWithTheRepair() {
    var pairs = Normalization.of().adapt(Tensor.of(new float[][] {{1, 2}, {3, 5}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Input.of("x", FLOAT32, 3).to(pairs))
        .withMessage(
            "layer \"normalization\": has means of shape (2,) for axes [-1], got values of shape"
                + " (None, 3); adapt it to values of that shape, or to a single mean by"
                + " withAxis()");
  }
}
