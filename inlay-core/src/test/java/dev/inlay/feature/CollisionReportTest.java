package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Dataset;
import dev.inlay.data.Fingerprint;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CollisionReportTest {
  private static Dataset texts(String... texts) {
    return Dataset.of(Map.of("a", Tensor.of(texts)));
  }

  @Test
  void sharedBucketsAreCounted() {
    // FarmHash of a is 9 modulo 10, of 1 too; of b 2, of 10 too.
    assertThat(List.of("a", "1", "b", "10", "x"))
        .extracting(text -> Fingerprint.bucket(text, 10))
        .startsWith(9L, 9L, 2L, 2L);
    var column = CategoricalColumn.hashBucket("a", 10);

    var report = CollisionReport.of(column, texts("a", "a", "1", "b", "", "10", "10", "10", "0"));

    assertThat(report.values()).isEqualTo(8);
    assertThat(report.distinct()).isEqualTo(5);
    assertThat(report.sharing()).isEqualTo(0.8);
    assertThat(report.mistaken()).isEqualTo(0.25);
    assertThat(report.worst())
        .containsExactly(
            new CollisionReport.Bucket(2, List.of("10", "b"), 1),
            new CollisionReport.Bucket(9, List.of("a", "1"), 1));
    assertThat(report.toString())
        .contains("5 different values in 10 buckets; 80.0% of them share one, 25.0% of all")
        .contains("bucket 9: a, 1")
        .contains("a vocabulary of all 5 would keep them apart");
  }

  @Test
  void adviceIsWhatChanceWouldHaveIt() {
    String[] many = IntStream.range(0, 20_000).mapToObj(i -> "term " + i).toArray(String[]::new);
    int buckets =
        (int)
            CollisionReport.of(CategoricalColumn.hashBucket("a", 100), texts(many)).bucketsFor(0.1);

    var report = CollisionReport.of(CategoricalColumn.hashBucket("a", buckets), texts(many));

    assertThat(buckets).isBetween(189_000, 190_000);
    assertThat(report.sharing()).isCloseTo(0.1, within(0.01));
    assertThat(report.bucketsFor(0.1)).isEqualTo(buckets);
  }

  @Test
  void crossesAndWholeNumbersToo() {
    var data =
        Dataset.of(Map.of("a", Tensor.of(1, 1, 2, 3), "b", Tensor.of("x", "y", "x", "x"))).batch(2);

    var crossed = CollisionReport.of(CategoricalColumn.crossed(1, "a", "b"), data);
    var numbers =
        CollisionReport.of(
            CategoricalColumn.hashBucket("a", 1_000)
                .withDtype(DType.INT64)
                .withMissing(Missing.Rule.LEARN),
            data);

    assertThat(crossed.distinct()).isEqualTo(4);
    assertThat(crossed.sharing()).isEqualTo(1);
    assertThat(crossed.mistaken()).isEqualTo(0.75);
    assertThat(crossed.worst()).isEmpty();
    assertThat(crossed.advice()).doesNotContain("vocabulary");
    assertThat(numbers.distinct()).isEqualTo(3);
    assertThat(numbers.advice()).isEqualTo("no two values share a bucket");
  }

  @Test
  void ofVeryManyValuesSomeAreLookedAt() {
    var values = new HashedValues();
    for (int i = 0; i < 3_000_000; i++) {
      values.add(Fingerprint.concat(i, 7), "");
    }

    assertThat(values.isSampled()).isTrue();
    assertThat(values.kept()).hasSizeLessThanOrEqualTo(1 << 20);
    assertThat((double) values.distinct()).isCloseTo(3e6, within(3e4));
  }

  @Test
  void columnsThatKeepValuesApartHaveNoReport() {
    var column = CategoricalColumn.vocabularyList("a", "x");
    assertThatThrownBy(() -> CollisionReport.of(column, texts("x")))
        .hasMessage("column \"a\" doesn't hash: different values have different ids");
    assertThatThrownBy(
            () -> CollisionReport.of(CategoricalColumn.hashBucket("a", 3), texts("", "")))
        .hasMessage("column \"a\": the data has no value for it");
    assertThatThrownBy(
            () -> CollisionReport.of(CategoricalColumn.hashBucket("a", 3), texts("x").repeat()))
        .isInstanceOf(IllegalStateException.class);
  }
}
