package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ids that TensorFlow's sparse_cross_hashed gave. */
class CrossedColumnTest {
  private static final Ragged A = Ragged.of(new String[] {"a1"}, new String[] {"b1"});
  private static final Ragged B = Ragged.of(new String[] {"d1"}, new String[] {"d1", "d2"});
  private static final Ragged I = Ragged.of(new int[] {0}, new int[] {1, 2});

  private static int[] cross(int buckets, Value... values) {
    Map<String, Value> features = new java.util.LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      features.put("f" + i, values[i]);
    }
    return CategoricalColumn.crossed(buckets, features.keySet().toArray(String[]::new))
        .ids(Batch.of(features))
        .values();
  }

  @Test
  void textsByTexts() {
    assertThat(cross(1000, A, B)).containsExactly(288, 825, 377);
    assertThat(cross(10, A, B)).containsExactly(8, 5, 7);
    assertThat(
            CategoricalColumn.crossed(1000, "a", "b")
                .withHashKey(5)
                .ids(Batch.of(Map.of("a", A, "b", B)))
                .values())
        .containsExactly(987, 254, 235);
  }

  @Test
  void wholeNumbersAreCrossedAsTheyAre() {
    assertThat(cross(1000, I, B)).containsExactly(541, 3, 630, 364, 35);
    assertThat(cross(1000, I, I)).containsExactly(304, 641, 357, 716, 891);
  }

  @Test
  void threeKeys() {
    assertThat(cross(100_000, A, B, I)).containsExactly(86456, 39538, 82858, 52909, 23382);
  }

  @Test
  void raggedKeysComeBeforeDenseOnes() {
    Value raggedX = Ragged.of(new String[][] {{"x"}});
    Value raggedY = Ragged.of(new String[][] {{"y"}});
    assertThat(cross(100_000, raggedX, Tensor.of("y")))
        .isEqualTo(cross(100_000, Tensor.of("y"), raggedX));
    assertThat(cross(100_000, raggedY, raggedX)).isNotEqualTo(cross(100_000, raggedX, raggedY));
  }

  @Test
  void aRowWithoutAValueHasNoCrosses() {
    SparseIds ids =
        CategoricalColumn.crossed(10, "a", "b")
            .ids(
                Batch.of(
                    Map.of("a", A, "b", Ragged.of(new String[0], new String[] {"x", "y", "z"}))));

    assertThat(ids.splits()).containsExactly(0, 0, 3);
    assertThat(ids.positions()).containsExactly(0, 1, 2);
    assertThat(ids.width()).isEqualTo(3);
  }

  @Test
  void namesAreSortedLeaves() {
    var buckets = CategoricalColumn.bucketized(NumericColumn.of("a"), 1, 2);
    var inner = CategoricalColumn.crossed(10, CrossKey.raw("d2"), buckets);

    assertThat(CategoricalColumn.crossed(10, CrossKey.raw("c"), inner).name())
        .isEqualTo("a_bucketized_X_c_X_d2");
    assertThat(CategoricalColumn.crossed(10, CrossKey.raw("c"), inner).features())
        .containsExactly("c", "d2", "a");
    assertThat(CategoricalColumn.crossed(10, "b", "a").name()).isEqualTo("a_X_b");
  }

  @Test
  void nestedCrossesAreTheCrossOfTheirLeaves() {
    var rows = Batch.of(Map.of("a", A, "b", B, "i", I));
    var inner = CategoricalColumn.crossed(7, "a", "b");

    assertThat(CategoricalColumn.crossed(1000, inner, CrossKey.raw("i")).ids(rows))
        .isEqualTo(CategoricalColumn.crossed(1000, "a", "b", "i").ids(rows));
  }

  @Test
  void badKeysAreRefused() {
    assertThatThrownBy(() -> CategoricalColumn.crossed(10, "a"))
        .hasMessageContaining("two keys or more");
    assertThatThrownBy(() -> CategoricalColumn.crossed(0, "a", "b"))
        .hasMessage("column \"a_X_b\": hashBucketSize is 0; give 1 or more");
    assertThatThrownBy(() -> cross(10, A, Tensor.of(1f, 2f)))
        .hasMessage("column \"f1\": FLOAT32 can't be crossed; bucketize it first");
  }
}
