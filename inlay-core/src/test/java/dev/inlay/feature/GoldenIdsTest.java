package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Golden;
import dev.inlay.Golden.Case;
import dev.inlay.data.Fingerprint;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids equal those that TensorFlow gave for the same columns and features. */
class GoldenIdsTest {
  static Stream<Case> ids() {
    return Stream.of("tf_feature_columns.json", "tf_columns_random.json")
        .flatMap(file -> Golden.cases(file).stream())
        .filter(c -> c.text("op").equals("ids"));
  }

  @ParameterizedTest
  @MethodSource
  void ids(Case golden) {
    CategoricalColumn column = GoldenColumns.categorical(golden.object("column"));

    SparseIds ids = column.ids(GoldenColumns.features(golden));

    var expected = GoldenColumns.Cells.of(golden.object("expected_ids"));
    // A SparseTensor may be wider than its longest row; ragged rows know no such width.
    assertThat(ids.width()).isLessThanOrEqualTo(expected.width());
    assertThat(GoldenColumns.Cells.of(ids)).isEqualTo(expected.withWidth(ids.width()));
    assertThat(column.numBuckets()).isEqualTo(golden.number("num_buckets"));
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(ids()).hasSizeGreaterThan(80);
  }

  static Stream<Case> hashes() {
    return Golden.cases("tf_hashes.json").stream();
  }

  @ParameterizedTest
  @MethodSource
  void hashes(Case golden) {
    int buckets = golden.number("num_buckets");
    List<String> inputs = golden.list("inputs");

    List<Long> bucketed =
        switch (golden.text("op")) {
          case "tf.strings.to_hash_bucket_fast" ->
              inputs.stream().map(text -> Fingerprint.bucket(text, buckets)).toList();
          case "tf.strings.to_hash_bucket_strong" -> {
            long[] key = Golden.longs(golden.list("key"));
            yield inputs.stream()
                .map(text -> Fingerprint.strongBucket(text, buckets, key[0], key[1]))
                .toList();
          }
          default -> throw new IllegalArgumentException(golden.text("op"));
        };

    assertThat(bucketed)
        .containsExactlyElementsOf(
            LongStream.of(Golden.longs(golden.list("expected"))).boxed().toList());
  }

  static Stream<Case> orders() {
    return Golden.cases("tf_columns_random.json").stream()
        .filter(c -> c.text("op").equals("dense_features"));
  }

  @ParameterizedTest
  @MethodSource
  void orders(Case golden) {
    List<Object> json = golden.list("columns");

    @SuppressWarnings("unchecked")
    List<FeatureColumn> columns =
        json.stream()
            .map(c -> GoldenColumns.column(new Case((java.util.Map<String, ?>) c)))
            .toList();

    assertThat(FeatureColumn.inOrder(columns).stream().map(FeatureColumn::name))
        .isEqualTo(golden.<String>list("column_names").stream().sorted().toList());
  }
}
