package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Vocabulary;
import dev.inlay.graph.Combiner;
import dev.inlay.layer.Constant;
import dev.inlay.layer.Dense;
import dev.inlay.layer.InvalidIds;
import dev.inlay.layer.Json;
import dev.inlay.layer.Tokenizer;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a column has learned comes back with it. A new column gets a row in the table. */
class SavedColumnsTest {
  private static final VocabularyColumn JOB =
      CategoricalColumn.vocabularyList("job", "x", "y").withOovBuckets(2);
  private static final BucketizedColumn AGE =
      BucketizedColumn.of(NumericColumn.of("age").withDefaultValue(3), 18, 65.5f);

  static List<FeatureColumn> columns() {
    var seen = CategoricalColumn.identity("seen", 4).withDefaultValue(2);
    return List.of(
        NumericColumn.of("x", 2, 1)
            .withDefaultValue(1, Float.NaN)
            .withNormalizer(Normalizer.zScore(1, 2)),
        NumericColumn.of("y").withNormalizer(Normalizer.log()),
        AGE,
        seen,
        CategoricalColumn.identity("id", 4).withInvalidIds(InvalidIds.Rule.CLIP),
        CategoricalColumn.hashBucket("h", 10).withDtype(DType.INT64),
        JOB,
        VocabularyColumn.of("n", Vocabulary.of(5, -3, 7)).withDefaultValue(1),
        CategoricalColumn.crossed(
                100, CrossKey.raw("h"), AGE, CategoricalColumn.crossed(5, "a", "b"))
            .withHashKey(-5),
        CategoricalColumn.weighted(JOB, "w"),
        CategoricalColumn.sequence(JOB),
        JOB.withMissing(Missing.Rule.LEARN),
        CategoricalColumn.identity("m", 3).withMissing(new Missing.Id(1)),
        NumericColumn.of("z").withMissing(Missing.Rule.DROP),
        IndicatorColumn.of(JOB),
        EmbeddingColumn.of(JOB, 3).withInitializer(Constant.of(1)).withCombiner(Combiner.SQRTN),
        SharedEmbedding.of(2, JOB).withMaxNorm(3).column(JOB),
        TextColumn.words(JOB).withTokenizer(Tokenizer.words().withNgrams(1, 2)),
        TextColumn.separatedBy("|", JOB),
        TimeColumn.years("t", 1990, 2030).withZone("Europe/Berlin"),
        TimeColumn.of("t", TimePart.Cycle.HOUR).withFormat(TimeFormat.Since1970.MILLIS).cyclic(),
        SequenceNumericColumn.of("s", 2).withDefaultValue(-1));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void aColumnComesBackAsItWas(FeatureColumn column) {
    String text = Json.write(FeatureColumn.CONFIG.write(column));

    assertThat(FeatureColumn.CONFIG.read(Json.read(text, "test"), FeatureColumn.class))
        .isEqualTo(column);
  }

  @Test
  void everyKindOfColumnIsInTheTable() {
    Set<Class<?>> kinds = new HashSet<>();
    kinds(FeatureColumn.class).forEach(kinds::add);

    assertThat(kinds).hasSizeGreaterThan(10);
    columns().forEach(column -> kinds.remove(column.getClass()));
    assertThat(kinds).as("kinds of columns that aren't in the table of this test").isEmpty();
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(SavedColumnsTest::kinds)
        : Stream.of(type);
  }

  @Test
  void aSavedModelEncodesRawRowsAsBefore(@TempDir Path folder) {
    Map<String, Value> rows =
        Map.of(
            "job", Ragged.of(new String[] {"x", "other"}, new String[] {"y"}),
            "age", Tensor.of(17f, 70f));
    var dense = DenseFeatures.of(EmbeddingColumn.of(JOB, 3), AGE);
    Model model = Sequential.of(dense, Dense.of(1));
    Tensor before = model.predict(rows);

    model.save(folder.resolve("model"));

    assertThat(Model.load(folder.resolve("model")).predict(rows)).isEqualTo(before);
  }

  @Test
  void aFunctionOfOnesOwnCannotBeSaved() {
    var column = NumericColumn.of("x").withNormalizer(Normalizer.custom(v -> v + 1));

    assertThatThrownBy(() -> FeatureColumn.CONFIG.write(column)).hasMessageContaining("lambda");
  }
}
