package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.feature.Missing.Rule;
import dev.inlay.layer.Dense;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MissingTest {
  private static final VocabularyColumn JOB = CategoricalColumn.vocabularyList("job", "x", "y");
  private static final Value JOBS = Tensor.of("y", "", "other");
  private static final Value TAGS =
      Ragged.of(new String[] {"x", "y"}, new String[0], new String[] {"other"});

  private static int[][] ids(CategoricalColumn column, Value values) {
    var ids = column.encode(Batch.of(Map.of("job", values))).ids();
    int[][] rows = new int[ids.rows()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = ((Tensor.IntTensor) ids.rows(row, row + 1).values()).data();
    }
    return rows;
  }

  @Test
  void aRowWithoutAValueHasNoCategory() {
    assertThat(ids(JOB.withMissing(Rule.DROP), JOBS)).isDeepEqualTo(new int[][] {{1}, {}, {}});
    assertThat(ids(JOB.withMissing(Rule.ZERO), TAGS)).isDeepEqualTo(new int[][] {{0, 1}, {}, {}});
  }

  @Test
  void orOneThatIsLearned() {
    assertThat(JOB.withMissing(Rule.LEARN).numBuckets()).isEqualTo(3);
    assertThat(ids(JOB.withMissing(Rule.LEARN), JOBS)).isDeepEqualTo(new int[][] {{1}, {2}, {}});
    assertThat(ids(JOB.withMissing(Rule.LEARN), TAGS)).isDeepEqualTo(new int[][] {{0, 1}, {2}, {}});
  }

  @Test
  void orOneOfTheOthers() {
    assertThat(ids(JOB.withMissing(new Missing.Id(0)), JOBS))
        .isDeepEqualTo(new int[][] {{1}, {0}, {}});
    assertThat(ids(JOB.withMissing(new Missing.Id(1)), TAGS))
        .isDeepEqualTo(new int[][] {{0, 1}, {1}, {}});
  }

  @Test
  void orIsRefused() {
    assertThatThrownBy(() -> ids(JOB.withMissing(Rule.REFUSE), JOBS))
        .hasMessage(
            "column \"job\", row 1: the value is missing; clean the data, or say what that means"
                + " with withMissing");
    assertThatThrownBy(() -> JOB.withMissing(new Missing.Id(2)))
        .hasMessage("column \"job\": missing values can't count as id 2; give one from 0 to 1");
    assertThatThrownBy(() -> CategoricalColumn.weighted(JOB, "w").withMissing(Rule.LEARN))
        .hasMessageContaining("of the column within the WeightedColumn");
  }

  @Test
  void anIdBeyondTheTableIsNotTakenForTheLearnedOne() {
    var id = CategoricalColumn.identity("job", 2).withMissing(Rule.LEARN);

    assertThatThrownBy(() -> ids(id, Tensor.of(2)))
        .hasMessageContaining("row 0: id 2 is outside of 0 to 1");
    assertThat(ids(id, Tensor.of(-1, 1))).isDeepEqualTo(new int[][] {{2}, {1}});
  }

  @Test
  void crossesMayCrossThem() {
    var rows = Batch.of(Map.of("job", JOBS, "b", Tensor.of("1", "2", "3")));
    var crossed = CategoricalColumn.crossed(100, JOB.withMissing(Rule.LEARN), CrossKey.raw("b"));
    var hash = CategoricalColumn.hashBucket("job", 5).withMissing(Rule.LEARN);

    assertThat(crossed.ids(rows).splits()).containsExactly(0, 1, 2, 3);
    assertThatThrownBy(() -> CategoricalColumn.crossed(100, hash, CrossKey.raw("b")))
        .hasMessageContaining("is hashed already");
  }

  @Test
  void numbersMayBeMissing() {
    Value ages = Tensor.of(40f, Float.NaN);
    var age = NumericColumn.of("age").withNormalizer(Normalizer.zScore(30, 10));

    assertThat(numbers(age.withMissing(Rule.DROP), ages)).containsExactly(1, 0);
    assertThat(numbers(age.withMissing(Rule.ZERO), ages)).containsExactly(1, -3);
    assertThat(numbers(age.withDefaultValue(20), ages)).containsExactly(1, -1);
    assertThatThrownBy(() -> numbers(age, ages))
        .hasMessageContaining("row 1: the number is missing");
    assertThatThrownBy(() -> age.withDefaultValue(1).withMissing(Rule.DROP))
        .hasMessageContaining("a default value or a rule, not both");
    assertThatThrownBy(() -> age.withMissing(new Missing.Id(1)))
        .hasMessageContaining("say withDefaultValue");
  }

  private static float[] numbers(NumericColumn column, Value values) {
    return column.encode(Batch.of(Map.of("age", values))).data();
  }

  @Test
  void aNumberIsLearnedForMissingOnes() {
    var columns = DenseFeatures.of(NumericColumn.of("age").withMissing(Rule.LEARN));
    Model model = Sequential.of(columns, Dense.of(1));
    model.compile(Adam.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    Map<String, Value> rows = Map.of("age", Tensor.of(0f, 1f, Float.NaN));

    model.fit(rows, Tensor.of(0f, 1f, 5f), Fit.epochs(300));

    assertThat(model.variables())
        .containsOnlyKeys("dense_features/age/missing", "dense/kernel", "dense/bias");
    assertThat(model.evaluate(rows, Tensor.of(0f, 1f, 5f)).get("loss")).isLessThan(1e-2);
  }

  @Test
  void bucketsMayLeaveMissingNumbersOut() {
    var source = NumericColumn.of("job");
    Value numbers = Tensor.of(5f, Float.NaN);

    assertThat(ids(BucketizedColumn.of(source, 1, 10), numbers))
        .isDeepEqualTo(new int[][] {{1}, {2}});
    var dropped = BucketizedColumn.of(source.withMissing(Rule.DROP), 1, 10);
    assertThat(ids(dropped, numbers)).isDeepEqualTo(new int[][] {{1}, {}});
    assertThat(ids(dropped.withMissing(Rule.LEARN), numbers)).isDeepEqualTo(new int[][] {{1}, {3}});
  }

  @Test
  void aStrictVocabularyRefusesOtherValues() {
    assertThatThrownBy(() -> ids(JOB.withStrict(true), JOBS))
        .hasMessage(
            "column \"job\", row 2: \"other\" is none of the vocabulary [x, y]; clean the data, add"
                + " it, or give unknown values buckets with withOovBuckets");
    assertThatThrownBy(() -> JOB.withOovBuckets(2).withStrict(true))
        .hasMessageContaining("refused or have ids, not both");
  }
}
