package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Garbage;
import dev.inlay.data.Batch;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Encoding makes arrays for a batch, and no object for a cell. */
class EncodingGarbageTest {
  private static final int ROWS = 20_000;

  private static final Batch BATCH =
      Batch.of(
          Map.of(
              "text",
              Tensor.of(IntStream.range(0, ROWS).mapToObj(i -> "né" + i).toArray(String[]::new)),
              "number",
              Tensor.of(LongStream.range(0, ROWS).map(i -> i * i).toArray()),
              "small",
              Tensor.of(IntStream.range(0, ROWS).map(i -> i % 10).toArray()),
              "x",
              Tensor.of(new float[ROWS])));

  static final List<FeatureColumn> COLUMNS =
      List.of(
          NumericColumn.of("x").withNormalizer(Normalizer.zScore(1, 2)),
          CategoricalColumn.identity("small", 10),
          CategoricalColumn.hashBucket("text", 1_000),
          HashBucketColumn.of("number", 1_000).withDtype(DType.INT64),
          CategoricalColumn.vocabularyList("text", "né1", "né3"),
          ((VocabularyColumn) CategoricalColumn.vocabularyList("text", "né1")).withOovBuckets(7),
          CategoricalColumn.vocabularyList("number", 1, 4, 9),
          ((VocabularyColumn) CategoricalColumn.vocabularyList("number", 1, 4)).withOovBuckets(7),
          CategoricalColumn.bucketized(NumericColumn.of("x"), 0, 1, 2),
          CategoricalColumn.crossed(1_000, "text", "number"));

  @ParameterizedTest
  @FieldSource("COLUMNS")
  void aCellMakesNoObject(FeatureColumn column) {
    ColumnEncoder encoder = ColumnEncoder.of(List.of(column));
    // Once, for what is made only once.
    Batch encoded = encoder.encode(BATCH);
    var again = new AtomicReference<Batch>();
    long bytes = Garbage.of(() -> again.set(encoder.encode(BATCH)));
    assertThat(again).hasValue(encoded);
    // Arrays of hashes, ids, places and rows' ends.
    long arrays = column instanceof CrossedColumn ? 64 : 32;
    assertThat(bytes).isLessThan(ROWS * arrays + 20_000);
  }

  @Test
  void aDateThatComesAgainIsReadOnce() {
    String[] days = IntStream.range(0, 10).mapToObj(i -> "2024-05-1" + i).toArray(String[]::new);
    Batch dates =
        Batch.of(
            Map.of(
                "day",
                Tensor.of(
                    IntStream.range(0, ROWS)
                        .mapToObj(i -> days[i * 7 % 10])
                        .toArray(String[]::new))));
    ColumnEncoder encoder =
        ColumnEncoder.of(List.of(CategoricalColumn.time("day", TimePart.Cycle.WEEKDAY)));
    Batch encoded = encoder.encode(dates);
    var again = new AtomicReference<Batch>();
    long bytes = Garbage.of(() -> again.set(encoder.encode(dates)));
    assertThat(again).hasValue(encoded);
    assertThat(bytes).isLessThan(ROWS * 32 + 40_000);
  }
}
