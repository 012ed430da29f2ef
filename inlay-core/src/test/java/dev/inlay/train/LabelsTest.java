package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Labels NUMBERS = Loss.MEAN_SQUARED_ERROR.labels(Shape.batchOf(1));
  private static final Labels CLASSES =
      Loss.SPARSE_CATEGORICAL_CROSSENTROPY.labels(Shape.batchOf(3));

  private static ThrowableAssertAlternative<IllegalArgumentException> refused(
      Labels labels, Value given) {
    return assertThatIllegalArgumentException().isThrownBy(() -> labels.conform("label", given));
  }

  @Test
  void numbersBecomeAColumnOfFloats() {
    assertThat(NUMBERS.conform("label", Tensor.of(1, 2)))
        .isEqualTo(Tensor.of(Shape.of(2, 1), 1f, 2f));
    assertThat(NUMBERS.conform("label", Tensor.of(Shape.of(2, 1), 1f, 2f)))
        .isEqualTo(Tensor.of(Shape.of(2, 1), 1f, 2f));
  }

  @Test
  void classIdsBecomeARowOfIntegers() {
    Tensor wanted = Tensor.of(0, 2);
    assertThat(CLASSES.conform("label", Tensor.of(0L, 2L))).isEqualTo(wanted);
    assertThat(CLASSES.conform("label", Tensor.of(0f, 2f))).isEqualTo(wanted);
    assertThat(CLASSES.conform("label", Tensor.of(Shape.of(2, 1), 0, 2))).isEqualTo(wanted);
  }

  @Test
  void thatAreAsWantedAreNotCopied() {
    Tensor labels = Tensor.of(0, 2);
    assertThat(CLASSES.conform("label", labels)).isSameAs(labels);
  }

  @Test
  void otherShapesAreRefused() {
    refused(NUMBERS, Tensor.of(Shape.of(2, 2), 1f, 2, 3, 4))
        .withMessageContaining("(None, 1)")
        .withMessageContaining("(2, 2)");
    refused(CLASSES, Tensor.of(Shape.of(2, 3), 1f, 0, 0, 0, 1, 0))
        .withMessageContaining("CategoricalCrossentropy");
    refused(Loss.CATEGORICAL_CROSSENTROPY.labels(Shape.batchOf(3)), Tensor.of(1, 2))
        .withMessageContaining("SparseCategoricalCrossentropy");
    refused(NUMBERS, Ragged.of(new int[] {1}, new int[] {1, 2}))
        .withMessageContaining("different lengths");
  }

  @Test
  void textIsRefused() {
    refused(CLASSES, Tensor.of("yes", "no")).withMessageContaining("\"yes\"");
  }

  @Test
  void idsOfNoClassAreRefused() {
    refused(CLASSES, Tensor.of(0, 3))
        .withMessageContaining("element 1")
        .withMessageContaining("class id 3")
        .withMessageContaining("0 to 2");
    refused(CLASSES, Tensor.of(-1, 0)).withMessageContaining("class id -1");
    refused(CLASSES, Tensor.of(0f, 1.5f)).withMessageContaining("1.5");
    refused(CLASSES, Tensor.of(0L, 1L << 40)).withMessageContaining("1099511627776");
  }

  @Test
  void anIgnoredClassIsNotRefused() {
    Labels labels = SparseCategoricalCrossentropy.of().withIgnoreClass(-1).labels(Shape.batchOf(3));
    assertThat(labels.conform("label", Tensor.of(-1, 0))).isEqualTo(Tensor.of(-1, 0));
    refused(labels, Tensor.of(-2, 0)).withMessageContaining("class id -2");
  }

  @Test
  void numbersAreFinite() {
    refused(NUMBERS, Tensor.of(1, Float.NaN))
        .withMessageContaining("element 1")
        .withMessageContaining("NaN");
  }

  @Test
  void aGraphHoldsTwoTypes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Labels.of(DType.STRING, Shape.of(1)))
        .withMessageContaining("STRING");
  }
}
