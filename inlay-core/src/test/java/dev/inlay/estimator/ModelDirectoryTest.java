package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.layer.Constant;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model directory holds, and who can use it. */
class ModelDirectoryTest {
  private static final Tensor BINARY = Tensor.of("no", "yes", "no", "yes", "no", "yes");

  @TempDir Path directory;

  private static DnnLinearCombinedClassifier wideAndDeep() {
    return DnnLinearCombinedClassifier.of(
            List.of(Items.ITEM), List.of(Items.X, EmbeddingColumn.of(Items.ITEM, 2)), 4)
        .withLabelVocabulary("no", "yes")
        .withWeightColumn("w")
        .withDnnDropout(0.1);
  }

  @Test
  void anEstimatorIsLoadedFromItsDirectory() {
    Path model = directory.resolve("model");
    var trained = wideAndDeep().withModelDir(model).withNotes(Map.of("made by", "a test"));
    trained.train(Items.training(BINARY), Steps.of(5));

    Estimator loaded = Estimator.load(model);

    assertThat(loaded).isInstanceOf(DnnLinearCombinedClassifier.class);
    assertThat(loaded.globalStep()).isEqualTo(5);
    assertThat(loaded.notes()).isEqualTo(Map.of("made by", "a test"));
    assertThat(loaded.evaluate(Items.once(BINARY, 4)))
        .isEqualTo(trained.evaluate(Items.once(BINARY, 4)));
    loaded.train(Items.training(BINARY), Steps.of(2));
    assertThat(loaded.globalStep()).isEqualTo(7);
    trained.train(Items.training(BINARY), Steps.of(2));
    assertThat(trained.globalStep()).isEqualTo(9);
  }

  @Test
  void aDirectoryMayBeMoved() throws IOException {
    Path model = directory.resolve("model");
    var trained = wideAndDeep().withModelDir(model);
    trained.train(Items.training(BINARY), Steps.of(3));
    var before = trained.predict(Items.once(BINARY, 6)).toList();
    Path moved = directory.resolve("elsewhere");
    Files.move(model, moved);

    assertThat(Estimator.load(moved).predict(Items.once(BINARY, 6)).toList()).isEqualTo(before);
    assertThatThrownBy(() -> Estimator.load(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no model directory");
  }

  @Test
  void theSchemaOfTheDataIsKept() {
    wideAndDeep().withModelDir(directory).train(Items.training(BINARY), Steps.of(4));

    List<FeatureSchema> schema = ModelDirectory.schema(directory);

    assertThat(schema).extracting(FeatureSchema::name).containsExactlyInAnyOrder("item", "x");
    for (FeatureSchema feature : schema) {
      if (feature.name().equals("x")) {
        assertThat(feature.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(feature.mean()).isEqualTo(3.5);
      } else {
        assertThat(feature.dtype()).isEqualTo(DType.STRING);
        assertThat(feature.shares()).containsEntry("a", 2 / 6.0).containsEntry("zz", 1 / 6.0);
      }
    }
  }

  /** The same tables, but other words for their rows. */
  @Test
  void columnsThatAreNotThoseOfTheTrainingAreRefused() {
    var item = CategoricalColumn.vocabularyList("item", "a", "b", "c").withOovBuckets(1);
    var trained = LinearRegressor.of(List.of(item, Items.X)).withModelDir(directory);
    trained.train(Items.training(Items.Y), Steps.of(3));
    var other = CategoricalColumn.vocabularyList("item", "c", "b", "a").withOovBuckets(1);

    assertThatThrownBy(
            () ->
                LinearRegressor.of(List.of(other, Items.X))
                    .withModelDir(directory)
                    .evaluate(Items.once(Items.Y, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("row 0 of its sample became \"predictions\"");
    assertThatThrownBy(
            () ->
                LinearRegressor.of(List.of(other, Items.X))
                    .withModelDir(directory)
                    .train(Items.training(Items.Y), Steps.of(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rowsAreNotKeptWhereNobodyMaySeeThem() {
    var config = RunConfig.of().withModelDir(directory).withSampleRows(0);
    LinearRegressor.of(List.of(Items.X))
        .withConfig(config)
        .train(Items.training(Items.Y), Steps.of(3));

    try (var reader = Checkpoints.newest(directory).orElseThrow()) {
      assertThat(reader.notes()).doesNotContainKey(Sample.NOTE);
    }
  }

  @Test
  void modelsAreEvaluatedAndExportedWhileTheyAreTrained() throws IOException {
    var config = RunConfig.of().withModelDir(directory).withSaveCheckpointsSteps(2);
    var estimator = LinearRegressor.of(List.of(Items.ITEM, Items.X)).withConfig(config);
    var eval =
        EvalSpec.of(Items.once(Items.Y, 3))
            .withSteps(0)
            .withThrottle(Duration.ZERO)
            .withExporters(
                LatestExporter.of("latest").withExportsToKeep(2),
                BestExporter.of("best").withCompare((best, now) -> now.get("global_step") == 4),
                FinalExporter.of("final"));

    var outcome =
        estimator.trainAndEvaluate(TrainSpec.of(Items.training(Items.Y)).withMaxSteps(7), eval);

    assertThat(estimator.evaluations("")).containsOnlyKeys(2L, 4L, 6L, 7L);
    assertThat(outcome.results()).isEqualTo(estimator.evaluations("").get(7L));
    assertThat(outcome.exports()).hasSize(3);
    assertThat(Exports.in(directory.resolve("export/latest"))).hasSize(2);
    assertThat(Exports.in(directory.resolve("export/best"))).hasSize(2);
    Path best = Exports.in(directory.resolve("export/best")).getLast();
    assertThat(Estimator.load(best).globalStep()).isEqualTo(4);
    assertThat(Estimator.load(best).evaluate(Items.once(Items.Y, 3)))
        .isEqualTo(estimator.evaluations("").get(4L));
    Path last = Exports.in(directory.resolve("export/final")).getFirst();
    assertThat(Estimator.load(last).globalStep()).isEqualTo(7);
    try (Stream<Path> files = Files.list(last)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("model.json", "checkpoint-7.inlay", "eval");
    }

    var again =
        estimator.trainAndEvaluate(TrainSpec.of(Items.training(Items.Y)).withMaxSteps(7), eval);
    assertThat(again.results()).isEmpty();
    assertThatThrownBy(
            () ->
                LinearRegressor.of(List.of(Items.X))
                    .trainAndEvaluate(TrainSpec.of(Items.training(Items.Y)), eval))
        .hasMessageContaining("wants a model directory");
  }

  @Test
  void aNewModelBeginsWithTheWeightsOfAnother() {
    var item = CategoricalColumn.vocabularyList("item", "a", "b", "c", "d");
    var old = LinearRegressor.of(List.of(item, Items.X)).withModelDir(directory);
    old.train(Items.training(Items.Y), Steps.of(4));
    String weights = "linear/linear_model/item/weights";
    float[] before = old.variableValue(weights).data();
    var more = CategoricalColumn.vocabularyList("item", "c", "new", "a").withOovBuckets(1);
    var settings =
        WarmStartSettings.of(directory)
            .withVocabulary(
                weights,
                VocabInfo.of(List.of("c", "new", "a"), List.of("a", "b", "c", "d"))
                    .withOovBuckets(1)
                    .withBackupInitializer(Constant.of(9)));

    Estimator warm = LinearRegressor.of(List.of(more, Items.X)).withWarmStart(settings);

    assertThat(warm.globalStep()).isZero();
    assertThat(warm.variableValue(weights).data()).containsExactly(before[2], 9, before[0], 9);
    assertThat(warm.variableValue("linear/linear_model/x/weights"))
        .isEqualTo(old.variableValue("linear/linear_model/x/weights"));

    Estimator onlyBias =
        LinearRegressor.of(List.of(more, Items.X))
            .withWarmStart(settings.withVariables(".*bias_weights"));
    assertThat(onlyBias.variableValue(weights).data()).containsOnly(0);
    assertThat(onlyBias.variableValue("linear/linear_model/bias_weights"))
        .isEqualTo(old.variableValue("linear/linear_model/bias_weights"))
        .isNotEqualTo(Tensor.of(0f));

    assertThatThrownBy(
            () ->
                LinearRegressor.of(
                        List.of(CategoricalColumn.vocabularyList("item", "a", "b"), Items.X))
                    .withWarmStart(WarmStartSettings.of(directory))
                    .globalStep())
        .hasMessageContaining("has shape (2, 1) and had (4, 1); say which words its rows are");
    Estimator renamed =
        BaselineRegressor.of()
            .withWarmStart(
                WarmStartSettings.of(directory)
                    .withName("baseline/bias", "linear/linear_model/bias_weights"));
    FloatTensor bias = renamed.variableValue("baseline/bias");
    assertThat(bias).isEqualTo(old.variableValue("linear/linear_model/bias_weights"));
    assertThatThrownBy(
            () ->
                BaselineRegressor.of().withWarmStart(WarmStartSettings.of(directory)).globalStep())
        .hasMessageContaining("has no \"baseline/bias\"; say how it was named");
  }
}
