package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.data.Vocabulary;
import dev.inlay.feature.CrossKey;
import dev.inlay.feature.CrossedColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.VocabularyColumn;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows in memory are encoded once for all epochs, and nobody can tell by what is learned. */
class EncodedRowsTest {
  private static final String[] WORDS = {"a", "b", "", "c", "b", "a", "d", "c"};
  private static final float[] NUMBERS = {1, 2, 3, 4, 5, 6, 7, 8};

  private static Batch rows(String... words) {
    return Batch.of(
        Map.of("word", Tensor.of(words), "x", Tensor.of(NUMBERS)),
        Tensor.of(1f, 0f, 2f, 1f, 3f, 2f, 1f, 0f));
  }

  private static LinearRegressor estimator(boolean strict) {
    return LinearRegressor.of(
        List.of(
            NumericColumn.of("x"),
            VocabularyColumn.of("word", Vocabulary.of(List.of("a", "b", "c"))).withStrict(strict),
            CrossedColumn.of(7, List.of(CrossKey.raw("word"), CrossKey.raw("word")))));
  }

  private static Dataset epochs(Batch rows) {
    return Dataset.of(rows).shuffle(3).batch(3).repeat(4);
  }

  @Test
  void aModelLearnsTheSameFromRowsInMemoryAndFromBatchesThatPassBy() {
    LinearRegressor kept = estimator(false);
    LinearRegressor passing = estimator(false);
    Batch rows = rows(WORDS);
    kept.train(() -> epochs(rows), Steps.UNTIL_DATA_ENDS);
    passing.train(() -> epochs(rows).map(batch -> batch), Steps.UNTIL_DATA_ENDS);
    assertThat(kept.globalStep()).isEqualTo(12);
    assertThat(kept.variableNames()).isNotEmpty();
    for (String name : kept.variableNames()) {
      assertThat(kept.variableValue(name)).isEqualTo(passing.variableValue(name));
    }
  }

  @Test
  void otherRowsAreEncodedAnew() {
    LinearRegressor one = estimator(false);
    LinearRegressor other = estimator(false);
    one.train(() -> epochs(rows(WORDS)), Steps.UNTIL_DATA_ENDS);
    other.train(() -> epochs(rows(WORDS)), Steps.UNTIL_DATA_ENDS);
    Batch second = rows("b", "b", "c", "a", "a", "b", "c", "c");
    one.train(() -> epochs(second), Steps.UNTIL_DATA_ENDS);
    other.train(() -> epochs(second).map(batch -> batch), Steps.UNTIL_DATA_ENDS);
    for (String name : one.variableNames()) {
      assertThat(one.variableValue(name)).isEqualTo(other.variableValue(name));
    }
  }

  @Test
  void aRowThatDoesNotSuitIsToldOfByItsPlaceInTheWalk() {
    assertThatThrownBy(
            () ->
                estimator(true)
                    .train(() -> Dataset.of(rows(WORDS)).batch(3), Steps.UNTIL_DATA_ENDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 0: \"d\"")
        .hasMessageContaining("batch whose row 0 is row 6");
  }
}
