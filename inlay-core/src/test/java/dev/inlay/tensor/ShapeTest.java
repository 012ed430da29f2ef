package dev.inlay.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4);

  @Test
  void sizesAreProducts() {
    assertThat(SHAPE.size()).isEqualTo(24);
    assertThat(SHAPE.size(1, 3)).isEqualTo(12);
    assertThat(SHAPE.size(3, 3)).isEqualTo(1);
    assertThat(Shape.SCALAR.size()).isEqualTo(1);
    assertThat(Shape.of(1 << 20, 1 << 20).size()).isEqualTo(1L << 40);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(1 << 20, 1 << 20).intSize())
        .withMessageContaining("1,099,511,627,776 elements");
  }

  @Test
  void openAxesHaveNoSizeYet() {
    Shape open = Shape.batchOf(3);
    assertThat(open.isKnown()).isFalse();
    assertThat(open.size(1, 2)).isEqualTo(3);
    assertThatIllegalStateException().isThrownBy(open::size).withMessageContaining("batch");
    assertThat(open.accepts(Shape.of(7, 3))).isTrue();
    assertThat(open.accepts(Shape.of(7, 2))).isFalse();
    assertThat(open.accepts(Shape.of(7, 3, 1))).isFalse();
  }

  @Test
  void axesAreCutAndChanged() {
    assertThat(SHAPE.slice(1, 3)).isEqualTo(Shape.of(3, 4));
    assertThat(SHAPE.without(1)).isEqualTo(Shape.of(2, 4));
    assertThat(SHAPE.prepend(5)).isEqualTo(Shape.of(5, 2, 3, 4));
    assertThat(SHAPE.append(5)).isEqualTo(Shape.of(2, 3, 4, 5));
    assertThat(SHAPE.withDim(-1, 9)).isEqualTo(Shape.of(2, 3, 9));
    assertThat(SHAPE.last()).isEqualTo(4);
  }

  @Test
  void axesThatAreNotThereAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SHAPE.slice(1, 4))
        .withMessage("axes 1 to 4 of shape (2, 3, 4), which has 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SHAPE.slice(2, 1))
        .withMessageContaining("axes 2 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SHAPE.size(-1, 2))
        .withMessageContaining("axes -1 to 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SHAPE.dim(3))
        .withMessageContaining("(2, 3, 4)");
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(-3)).withMessageContaining("-3");
  }
}
