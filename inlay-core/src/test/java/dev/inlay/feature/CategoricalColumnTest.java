package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.data.Fingerprint;
import dev.inlay.data.Vocabulary;
import dev.inlay.layer.InvalidIds;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CategoricalColumnTest {
  private static Batch rows(Value value) {
    return Batch.of(Map.of("a", value));
  }

  private static StringTensor texts(String[]... rows) {
    return Tensor.of(rows);
  }

  @Test
  void denseCellsThatAreMissingKeepTheOthersPlaces() {
    SparseIds ids =
        CategoricalColumn.vocabularyList("a", "x", "y")
            .ids(
                rows(texts(new String[] {"", "y"}, new String[] {"", ""}, new String[] {"x", ""})));

    assertThat(ids)
        .isEqualTo(new SparseIds(new int[] {0, 1, 1, 2}, new int[] {1, 0}, new int[] {1, 0}, 2));
  }

  @Test
  void raggedRowsMeanWhatTheySay() {
    var hashed = CategoricalColumn.hashBucket("a", 10);

    assertThat(hashed.ids(rows(Ragged.of(new String[][] {{""}}))).values()).containsExactly(3);
    assertThat(hashed.ids(rows(Tensor.of(""))).values()).isEmpty();
  }

  @Test
  void hashesOfTextsAndWholeNumbers() {
    var words = Ragged.of(new String[] {"omar"}, new String[] {"skywalker", "omar"});
    assertThat(CategoricalColumn.hashBucket("a", 10).ids(rows(words)).values())
        .containsExactly(6, 0, 6);
    var numbers = CategoricalColumn.hashBucket("a", 10).withDtype(DType.INT64);
    assertThat(numbers.ids(rows(Tensor.of(101, -1, 301))).values()).containsExactly(3, 5);
    assertThatThrownBy(() -> numbers.ids(rows(words)))
        .hasMessage(
            "column \"a\": wanted whole numbers, the feature is STRING; read the feature as INT64,"
                + " or make the column one of text");
    assertThatThrownBy(() -> CategoricalColumn.hashBucket("a", 10).ids(rows(Tensor.of(1))))
        .hasMessageContaining("wanted text, the feature is INT32");
  }

  @Test
  void identityOutsideIsAnErrorThatNamesFeatureRowValueAndRange() {
    var column = CategoricalColumn.identity("a", 3);

    assertThat(column.ids(rows(Tensor.of(0, -1, 2))).values()).containsExactly(0, 2);
    assertThat(column.ids(rows(Tensor.of(0, -2, 7))).values()).containsExactly(0, -2, 7);
    assertThatThrownBy(() -> column.encode(rows(Tensor.of(0, 7))))
        .hasMessageStartingWith("column \"a\", row 1: id 7 is outside of 0 to 2; clean the data");
    assertThatThrownBy(() -> column.encode(rows(Tensor.of(-2))))
        .hasMessageStartingWith("column \"a\", row 0: id -2 is outside of 0 to 2");
    assertThatThrownBy(() -> column.ids(rows(Tensor.of(1L << 40))))
        .hasMessageContaining("id 1099511627776 is outside");
    assertThatThrownBy(() -> column.ids(rows(Tensor.of("1")))).hasMessageContaining("wanted whole");
    assertThatThrownBy(() -> column.ids(rows(Tensor.of(1f))))
        .hasMessageContaining("bucketize numbers");
  }

  @Test
  void identityOutsideOnRequest() {
    var ids = rows(Ragged.of(new int[] {1, -2, 99, 2, -1}));
    var column = CategoricalColumn.identity("a", 4);

    assertThat(column.withDefaultValue(3).ids(ids).values()).containsExactly(1, 3, 3, 2, 3);
    assertThat(column.withInvalidIds(InvalidIds.Rule.CLIP).ids(ids).values())
        .containsExactly(1, 0, 3, 2, -1);
    var zero = column.withInvalidIds(InvalidIds.Rule.ZERO);
    assertThat(zero.ids(ids).values()).containsExactly(1, -1, -1, 2, -1);
    assertThat(zero.encode(ids).ids()).isEqualTo(Ragged.of(new int[] {1, 2}));
  }

  @Test
  void unknownTerms() {
    var words = rows(Ragged.of(new String[][] {{"marlo", "skywalker", "omar", ""}}));
    var column = CategoricalColumn.vocabularyList("a", "omar", "stringer", "marlo");

    assertThat(column.ids(words).values()).containsExactly(2, -1, 0, -1);
    assertThat(column.encode(words).ids()).isEqualTo(Ragged.of(new int[] {2, 0}));
    assertThat(column.withDefaultValue(1).ids(words).values()).containsExactly(2, 1, 0, 1);
    assertThat(column.withOovBuckets(100).ids(words).values())
        .containsExactly(2, 3 + (int) Fingerprint.bucket("skywalker", 100), 0, 66);
    assertThat(column.withOovBuckets(100).numBuckets()).isEqualTo(103);
    assertThatThrownBy(() -> column.withDefaultValue(99).encode(words))
        .hasMessageStartingWith("column \"a\", row 0: id 99 is outside of 0 to 2");
  }

  @Test
  void termsThatAreWholeNumbers() {
    var column = CategoricalColumn.vocabularyList("a", 30, -10, 20);

    assertThat(column.ids(rows(Tensor.of(20, 30, -10, 5))).values()).containsExactly(2, 0, 1, -1);
    assertThat(column.withOovBuckets(100).ids(rows(Tensor.of(5L))).values())
        .containsExactly(3 + (int) Fingerprint.bucket("5", 100));
  }

  @Test
  void vocabularyFiles(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("vocab.txt");
    Files.writeString(file, "omar\r\nstringer\nmärlo\n");

    assertThat(CategoricalColumn.vocabularyFile("a", file))
        .isEqualTo(CategoricalColumn.vocabularyList("a", "omar", "stringer", "märlo"));
    assertThat(Vocabulary.read(file, 2).terms()).containsExactly("omar", "stringer");
    assertThatThrownBy(() -> Vocabulary.read(file, 4))
        .hasMessageContaining("has 3 lines, wanted a vocabulary of 4");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> Vocabulary.read(file)).hasMessageContaining("is not UTF-8");
    Files.writeString(file, "");
    assertThatThrownBy(() -> Vocabulary.read(file)).hasMessageContaining("one term or more");
    assertThatThrownBy(() -> Vocabulary.read(folder.resolve("none")))
        .hasMessageContaining("can't be read");
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> CategoricalColumn.identity("a", 0)).hasMessageContaining("numBuckets");
    assertThatThrownBy(() -> CategoricalColumn.identity("", 1)).hasMessageContaining("name");
    assertThatThrownBy(() -> CategoricalColumn.identity("a", 3).withDefaultValue(3))
        .hasMessage("column \"a\": the default value 3 is no id from 0 to 2");
    assertThatThrownBy(() -> CategoricalColumn.hashBucket("a", 0))
        .hasMessageContaining("hashBucketSize is 0");
    assertThatThrownBy(() -> CategoricalColumn.hashBucket("a", 5).withDtype(DType.FLOAT32))
        .hasMessageContaining("not FLOAT32");
    assertThatThrownBy(() -> CategoricalColumn.vocabularyList("a", "x", "y", "x"))
        .hasMessage("the vocabulary has \"x\" twice, at places 0 and 2; terms are unique");
    assertThatThrownBy(() -> CategoricalColumn.vocabularyList("a", 4L, 3L, 4L))
        .hasMessageContaining("\"4\" twice, at places 0 and 2");
    assertThatThrownBy(
            () -> CategoricalColumn.vocabularyList("a", "x").withOovBuckets(1).withDefaultValue(0))
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> CategoricalColumn.vocabularyList("a", "x").withOovBuckets(-1))
        .hasMessageContaining("-1 out-of-vocabulary buckets");
    assertThatThrownBy(
            () -> CategoricalColumn.identity("a", 3).ids(rows(Tensor.of(Shape.of(1, 1, 1), 1))))
        .hasMessageContaining("(rows, values), not (1, 1, 1)");
    assertThatThrownBy(() -> CategoricalColumn.identity("b", 3).ids(rows(Tensor.of(1))))
        .hasMessage("no feature \"b\"; the data has [a]");
  }

  @Test
  void weightsBelongToIdsByPlaceOrInOrder() {
    var column = CategoricalColumn.weighted(CategoricalColumn.vocabularyList("a", "x", "y"), "w");
    var dense = texts(new String[] {"x", ""}, new String[] {"?", "y"});

    assertThat(column.name()).isEqualTo("a_weighted_by_w");
    assertThat(
            column.encode(
                Batch.of(Map.of("a", dense, "w", Tensor.of(new float[][] {{0, 5}, {6, 7}})))))
        .isEqualTo(
            new EncodedIds(
                Ragged.of(new int[] {0}, new int[] {1}),
                Ragged.of(new float[] {0}, new float[] {7})));
    var inOrder = Ragged.of(new int[] {3}, new int[] {1, 2});
    assertThat(column.encode(Batch.of(Map.of("a", dense, "w", inOrder))).weights())
        .isEqualTo(Ragged.of(new float[] {3}, new float[] {2}));
    assertThatThrownBy(
            () ->
                column.encode(
                    Batch.of(Map.of("a", dense, "w", Ragged.of(new float[] {1}, new float[] {1})))))
        .hasMessage(
            "column \"a_weighted_by_w\", row 1: 1 weights (FLOAT32) for 2 values; give each value a"
                + " weight");
    assertThatThrownBy(() -> column.encode(rows(dense))).hasMessageContaining("no feature \"w\"");
    assertThatThrownBy(() -> CategoricalColumn.weighted(column, "v"))
        .hasMessageContaining("has weights already");
    assertThatThrownBy(() -> CategoricalColumn.weighted(CategoricalColumn.identity("a", 1), "a"))
        .hasMessageContaining("can't hold the categories and their weights");
  }
}
