package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.Dataset;
import dev.inlay.estimator.DnnClassifier;
import dev.inlay.estimator.Estimator;
import dev.inlay.estimator.LinearEstimator;
import dev.inlay.estimator.RegressionHead;
import dev.inlay.estimator.SavedPredictor;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.DenseFeatures;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.Normalizer;
import dev.inlay.feature.NumericColumn;
import dev.inlay.formats.keras.Keras;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Hashing;
import dev.inlay.layer.Input;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that a program has made, asked by the command; and models in other places. */
class ApiModelTest {
  private static final List<FeatureColumn> COLUMNS =
      List.of(
          NumericColumn.of("area").withNormalizer(Normalizer.zScore(90, 30)),
          EmbeddingColumn.of(CategoricalColumn.hashBucket("town", 20), 2));

  @TempDir private static Path folder;
  private static Path houses;
  private static Batch rows;
  private static Estimator classifier;

  @BeforeAll
  static void train() throws IOException {
    houses = Houses.write(folder, 300);
    Csv csv = Csv.of(houses).withType("area", DType.FLOAT32).withType("price", DType.FLOAT32);
    rows = csv.read();
    Batch labelled = rows.withLabel("sold");
    classifier =
        DnnClassifier.of(COLUMNS, 4)
            .withLabelVocabulary("no", "yes")
            .withModelDir(folder.resolve("classifier"));
    classifier.train(() -> Dataset.of(labelled).batch(32), Steps.UNTIL_DATA_ENDS);
  }

  private static Run evaluate(Object model) {
    return Run.well("evaluate", "--model", model, "--csv", houses, "--label", "sold", "--json");
  }

  @Test
  void anEstimatorIsAsked() {
    Path model = folder.resolve("classifier");
    Run predicted = Run.well("predict", "--model", model, "--csv", houses, "--keep", "id");
    assertThat(predicted.out().lines()).hasSize(301);
    assertThat(predicted.out().lines().findFirst()).hasValue("id,prediction,probability");
    assertThat(predicted.out().lines().skip(1))
        .allMatch(line -> line.matches("\\d+,(no|yes),\\d\\.\\d+(E-\\d+)?"));
    assertThat(((Number) evaluate(model).json().get("accuracy")).doubleValue())
        .isCloseTo(
            Objects.requireNonNull(
                classifier
                    .evaluate(() -> Dataset.of(rows.withLabel("sold")).batch(100))
                    .get("accuracy")),
            within(1e-6));
    assertThat(Run.well("summary", "--model", model).out())
        .contains("a program's model, 10 steps")
        .containsPattern("town +STRING +1 +most often")
        .containsPattern("town_embedding/embedding_weights +\\(20, 2\\)");
  }

  @Test
  void theLabelHasToBeNamed() {
    Run run = Run.of("evaluate", "--model", folder.resolve("classifier"), "--csv", houses);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("name it with --label COLUMN");
  }

  @Test
  void severalNumbersAreSeveralColumns() {
    Path model = folder.resolve("two");
    float[] ages = new float[2 * rows.rows()];
    Batch labelled =
        new Batch(
            rows.features(), Map.of(Batch.LABEL, Tensor.of(Shape.of(rows.rows(), 2), ages)), null);
    LinearEstimator.of(RegressionHead.of(2), COLUMNS)
        .withModelDir(model)
        .train(() -> Dataset.of(labelled).batch(30), Steps.of(3));
    Run predicted = Run.well("predict", "--model", model, "--csv", houses);
    assertThat(predicted.out().lines().findFirst()).hasValue("prediction 0,prediction 1");
  }

  @Test
  void aModelOfLayersInOneFileIsAsked() {
    Model model = Sequential.of(DenseFeatures.of(COLUMNS), Dense.of(1).named("price"));
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    Path file = folder.resolve("layers.inlay");
    model.fit(Dataset.of(rows.withLabel("price")).batch(50), Fit.epochs(1));
    model.save(file);
    Run predicted = Run.well("predict", "--model", file, "--csv", houses);
    assertThat(predicted.out().lines().findFirst()).hasValue("price");
    assertThat(predicted.out().lines().skip(1).findFirst())
        .hasValue(Float.toString(model.predict(rows.features()).toFloats().data()[0]));
    assertThat(Run.well("summary", "--model", file).out()).contains("price/kernel");
  }

  @Test
  void aFileOfKerasIsAsked() {
    var town = Input.of("town", DType.STRING, 1);
    var area = Input.of("area", DType.FLOAT32, 1);
    var hashed = town.to(Hashing.of(20)).to(Embedding.of(20, 2)).to(Flatten.of());
    Model model =
        Model.of(List.of(town, area), Concatenate.of(hashed, area).to(Dense.of(1).named("price")));
    Path file = folder.resolve("houses.keras");
    Keras.save(model, file);

    Run predicted = Run.well("predict", "--model", file, "--csv", houses, "--keep", "id");
    assertThat(predicted.out().lines()).hasSize(301);
    assertThat(predicted.out().lines().findFirst()).hasValue("id,price");
    assertThat(Run.well("summary", "--model", file).out())
        .contains("price/kernel")
        .containsPattern("town +STRING");
    Run measured =
        Run.of("evaluate", "--model", file, "--csv", houses, "--label", "price", "--json");
    assertThat(measured.err()).contains("this model isn't compiled");

    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    Keras.save(model, file);
    Run good = Run.well("evaluate", "--model", file, "--csv", houses, "--label", "price", "--json");
    assertThat(good.json().get("loss")).isNotNull();
    assertThat(((Number) good.json().get("rows")).intValue()).isEqualTo(300);
  }

  @Test
  void aDirectoryIsMovedAndZipped() throws IOException {
    Path moved = Files.createDirectories(folder.resolve("elsewhere/model"));
    Path zip = folder.resolve("model.zip");
    try (Stream<Path> files = Files.list(folder.resolve("classifier"));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, moved.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        out.putNextEntry(new ZipEntry("model/" + file.getFileName()));
        Files.copy(file, out);
      }
    }
    var expected = evaluate(folder.resolve("classifier")).json();
    assertThat(evaluate(moved).json().toString()).isEqualTo(expected.toString());
    assertThat(evaluate(zip).json().toString()).isEqualTo(expected.toString());
    assertThat(SavedPredictor.load(zip).predict(rows).get("classes"))
        .isEqualTo(classifier.predict(rows).get("classes"));
  }

  @Test
  void aZipWithoutAModelSaysSo() throws IOException {
    Path zip = folder.resolve("none.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("readme.txt"));
    }
    Run run = Run.of("summary", "--model", zip);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("none.zip has no model.json; zip a model directory");
  }

  @Test
  void sharesThatMovedAreReported() throws IOException {
    String header = "id,town,age,area,sold,price\n";
    Path other = folder.resolve("other.csv");
    Files.writeString(other, header + "1,Essen,20,80.5,no,1\n".repeat(200));
    Run run = Run.well("predict", "--model", folder.resolve("classifier"), "--csv", other);
    assertThat(run.err())
        .containsPattern(
            "feature \"town\": the share of \"\\w+\" was 0\\.\\d+ in training and is 0");
  }

  /** A directory that an earlier version's command has made. */
  @Test
  void anOldDirectoryIsRead() throws IOException {
    Path old = Files.createDirectories(folder.resolve("old"));
    for (String name : List.of("model.json", "checkpoint-16.inlay", "history.json")) {
      try (var in =
          Objects.requireNonNull(ApiModelTest.class.getResourceAsStream("/models/job2/" + name))) {
        Files.copy(in, old.resolve(name));
      }
    }
    Path csv = folder.resolve("old.csv");
    Files.writeString(csv, "rooms,heating,price\n2,gas,230\n");
    assertThat(Run.well("predict", "--model", old, "--csv", csv).out())
        .matches("prediction\n274\\.011\\d*\n");
  }
}
