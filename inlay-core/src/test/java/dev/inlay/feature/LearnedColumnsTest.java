package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Dataset;
import dev.inlay.data.Vocabulary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnedColumnsTest {
  private static final LearnedColumns LEARNED =
      LearnedColumns.of(
          Dataset.of(
                  Map.of(
                      "job", Tensor.of("b", "a", "b", "", "c", "b"),
                      "id", Tensor.of(7L, 3, -1, 7, 0, 7),
                      "age", Tensor.of(10f, 20, 30, 40, Float.NaN, 50),
                      "same", Tensor.of(1f, 1, 1, 1, 1, 1)))
              .batch(2));

  @Test
  void vocabularies() {
    assertThat(LEARNED.vocabulary("job"))
        .isEqualTo(VocabularyColumn.of("job", Vocabulary.of(List.of("b", "a", "c"))));
    assertThat(LEARNED.vocabulary("job", 2, 10))
        .isEqualTo(VocabularyColumn.of("job", Vocabulary.of(List.of("b"))).withOovBuckets(1));
    assertThat(LEARNED.vocabulary("job", 1, 2).vocabulary().terms()).containsExactly("b", "a");
    assertThat(LEARNED.vocabulary("id").vocabulary()).isEqualTo(Vocabulary.of(7, 0, 3));
    assertThatThrownBy(() -> LEARNED.vocabulary("job", 9, 9))
        .hasMessageContaining("no value came 9 times or more");
    assertThatThrownBy(() -> LEARNED.vocabulary("age")).hasMessageContaining("take ranges of them");
    assertThatThrownBy(() -> LEARNED.vocabulary("jobs"))
        .hasMessageContaining("no feature \"jobs\"; the data has [age, id, job, same]");
  }

  @Test
  void idsAndHashes() {
    assertThat(LEARNED.identity("id")).isEqualTo(CategoricalColumn.identity("id", 8));
    assertThat(LEARNED.hashBucket("job").hashBucketSize()).isEqualTo(19);
    assertThat(LEARNED.hashBucket("id").dtype()).isEqualTo(DType.INT64);
    assertThatThrownBy(() -> LEARNED.identity("age")).hasMessageContaining("are no ids");
  }

  @Test
  void numbers() {
    assertThat(LEARNED.bucketized("age", 2).boundaries()).containsExactly(30f);
    assertThat(LEARNED.zScore("age").normalizer())
        .isEqualTo(Normalizer.zScore(30, (float) Math.sqrt(200)));
    assertThat(LEARNED.minMax("age").normalizer()).isEqualTo(Normalizer.minMax(10, 50));
    assertThatThrownBy(() -> LEARNED.bucketized("same", 3))
        .hasMessageContaining("nearly all numbers are 1.0");
    assertThatThrownBy(() -> LEARNED.zScore("job")).hasMessageContaining("learn a vocabulary");
  }
}
