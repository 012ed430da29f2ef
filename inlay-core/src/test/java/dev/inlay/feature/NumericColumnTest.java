package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NumericColumnTest {
  private static Batch rows(Value value) {
    return Batch.of(Map.of("x", value));
  }

  @Test
  void numbersOfAnyWidthAreRows() {
    assertThat(NumericColumn.of("x").encode(rows(Tensor.of(1, 5))))
        .isEqualTo(Tensor.of(new float[][] {{1}, {5}}));
    assertThat(NumericColumn.of("x", 2, 1).encode(rows(Tensor.of(Shape.of(1, 1, 2), 1f, 2f))))
        .isEqualTo(Tensor.of(new float[][] {{1, 2}}));
  }

  @Test
  void missingNumbersAreFilledBeforeNormalizing() {
    var column = NumericColumn.of("x").withNormalizer(Normalizer.zScore(4, 2));

    assertThat(column.withDefaultValue(6).encode(rows(Tensor.of(4f, Float.NaN))))
        .isEqualTo(Tensor.of(new float[][] {{0}, {1}}));
    assertThatThrownBy(() -> column.encode(rows(Tensor.of(4f, Float.NaN))))
        .hasMessage(
            "column \"x\", row 1: the number is missing (NaN); give the column a default or clean"
                + " the data");
    assertThat(
            NumericColumn.of("x", 2)
                .withDefaultValue(7, 8)
                .encode(rows(Tensor.of(new float[][] {{Float.NaN, 1}, {2, Float.NaN}}))))
        .isEqualTo(Tensor.of(new float[][] {{7, 1}, {2, 8}}));
  }

  @Test
  void normalizers() {
    assertThat(Normalizer.minMax(10, 20).apply(15)).isEqualTo(0.5f);
    assertThat(Normalizer.log().apply((float) (Math.E - 1))).isEqualTo(1f);
    assertThat(Normalizer.log().apply(-3)).isEqualTo(-Normalizer.log().apply(3));
    assertThat(Normalizer.custom(x -> x * x).apply(3)).isEqualTo(9f);
    assertThatThrownBy(() -> Normalizer.zScore(1, 0)).hasMessageContaining("deviation above 0");
    assertThatThrownBy(() -> Normalizer.minMax(2, 2)).hasMessageContaining("below the maximum");
  }

  @Test
  void badDataIsRefused() {
    var column = NumericColumn.of("x");
    assertThatThrownBy(() -> column.encode(rows(Tensor.of(new float[][] {{1, 2}}))))
        .hasMessage("column \"x\": wanted rows of shape (1,), the feature has shape (1, 2)");
    assertThatThrownBy(() -> column.encode(rows(Tensor.of(1f, Float.POSITIVE_INFINITY))))
        .hasMessageContaining("row 1: Infinity is not finite");
    assertThatThrownBy(() -> column.encode(rows(Tensor.of("n/a"))))
        .hasMessageContaining("row 0: \"n/a\" is text, not a number");
    assertThatThrownBy(() -> column.encode(rows(Ragged.of(new float[] {1}))))
        .hasMessageContaining("rows differ in length");
    assertThatThrownBy(() -> NumericColumn.of("x", 0)).hasMessageContaining("each axis is 1");
    assertThatThrownBy(() -> NumericColumn.of("x", 2).withDefaultValue(1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bucketsAreClosedOnTheLeft() {
    var column = BucketizedColumn.of(NumericColumn.of("x"), 0, 1);

    assertThat(
            column
                .ids(
                    rows(
                        Tensor.of(
                            -0.1f,
                            0f,
                            0.9f,
                            1f,
                            Float.NaN,
                            Float.POSITIVE_INFINITY,
                            Float.NEGATIVE_INFINITY)))
                .values())
        .containsExactly(0, 1, 1, 2, 2, 2, 0);
    assertThat(column.name()).isEqualTo("x_bucketized");
    assertThat(column.width()).isEqualTo(3);
  }

  @Test
  void eachNumberOfARowHasIdsOfItsOwn() {
    var column = BucketizedColumn.of(NumericColumn.of("x", 2), 0, 2, 4, 6);

    SparseIds ids = column.ids(rows(Tensor.of(new float[][] {{-1, 1}, {5, 6}})));

    assertThat(ids)
        .isEqualTo(
            new SparseIds(new int[] {0, 2, 4}, new int[] {0, 1, 0, 1}, new int[] {0, 6, 3, 9}, 2));
    assertThat(column.numBuckets()).isEqualTo(10);
  }

  @Test
  void theDefaultIsBucketizedToo() {
    var column = BucketizedColumn.of(NumericColumn.of("x").withDefaultValue(-5), 0, 1);

    assertThat(column.ids(rows(Tensor.of(Float.NaN))).values()).containsExactly(0);
  }

  @Test
  void badBoundariesAreRefused() {
    var x = NumericColumn.of("x");
    assertThatThrownBy(() -> BucketizedColumn.of(x)).hasMessageContaining("no boundaries");
    assertThatThrownBy(() -> BucketizedColumn.of(x, 1, 1)).hasMessageContaining("boundaries rise");
    assertThatThrownBy(() -> BucketizedColumn.of(x, Float.NaN)).hasMessageContaining("rise");
    assertThatThrownBy(() -> BucketizedColumn.of(NumericColumn.of("x", 2, 2), 1))
        .hasMessageContaining("(2, 2) can't be bucketized");
  }
}
