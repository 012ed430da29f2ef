package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.layer.Dense;
import dev.inlay.layer.Input;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Models that were read are written and read again; {@code check_written.py} opens the same files
 * in Python.
 */
class KerasWriterTest {
  @TempDir Path folder;

  /** Where files are left for Python to check; nowhere by default. */
  private static final String LEAVE = System.getProperty("inlay.written", "");

  @TestFactory
  Stream<DynamicTest> whatIsWrittenPredictsTheSame() throws IOException {
    List<String> names = new ArrayList<>();
    try (var files = Files.list(Recorded.FOLDER)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".keras") && !name.startsWith("refused_"))
          .sorted()
          .forEach(name -> names.add(name.replace(".keras", "")));
    }
    return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> rewrites(name)));
  }

  private void rewrites(String name) throws IOException {
    Recorded recorded = Recorded.of(name);
    final Model model;
    try {
      model = Keras.reader().withoutTraining().load(recorded.file());
    } catch (UnsupportedOperationException e) {
      throw new TestAbortedException(e.getMessage(), e);
    }
    Path file = LEAVE.isEmpty() ? folder.resolve("again.keras") : Path.of(LEAVE, name + ".keras");
    Keras.save(model, file);
    Model again = Keras.load(file);
    if (recorded.outputs().isEmpty()) {
      assertThat(again.knowsInputs()).isFalse();
      return;
    }
    List<FloatTensor> predicted = recorded.predictedBy(again);
    assertThat(again.weights().keySet()).isEqualTo(model.weights().keySet());
    for (int i = 0; i < predicted.size(); i++) {
      KerasFilesTest.close("output " + i, predicted.get(i), recorded.outputs().get(i).toFloats());
    }
  }

  private static Model trained() {
    var model =
        Sequential.of(Input.of("x", DType.FLOAT32, 3), Dense.of(4), Dense.of(1)).named("small");
    model.compile(Adam.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    model.fit(X, Y, Fit.epochs(3).withBatchSize(2).withoutShuffle());
    return model;
  }

  private static final FloatTensor X =
      Tensor.of(new float[][] {{1, 2, 3}, {0, 1, 0}, {-1, 0.5f, 2}, {3, 1, -2}});

  private static final FloatTensor Y = Tensor.of(1f, 2f, 0f, -1f);

  @Test
  void trainingGoesOnAsIfItHadNeverStopped() {
    Model model = trained();
    Path file = folder.resolve("small.keras");
    Keras.save(model, file);

    Model again = Keras.load(file);

    assertThat(again.step()).isEqualTo(model.step());
    Fit one = Fit.epochs(1).withBatchSize(2).withoutShuffle();
    assertThat(again.fit(X, Y, one).loss()).isEqualTo(model.fit(X, Y, one).loss());
    assertThat(again.predict(X).data()).isEqualTo(model.predict(X).data());
  }

  @Test
  void weightsAloneGoIntoAModelOfTheSameLayers() {
    Model model = trained();
    Path file = folder.resolve("small.weights.h5");
    Keras.saveWeights(model, file);
    var other =
        Sequential.of(Input.of("x", DType.FLOAT32, 3), Dense.of(4), Dense.of(1)).withSeed(7);

    Keras.loadWeights(other, file);

    assertThat(other.predict(X).data()).isEqualTo(model.predict(X).data());
  }

  @Test
  void weightsOfAnotherShapeAreRefusedAndNoneIsChanged() {
    Path file = folder.resolve("small.weights.h5");
    Keras.saveWeights(trained(), file);
    var other = Sequential.of(Input.of("x", DType.FLOAT32, 3), Dense.of(5), Dense.of(1));
    float[] before = other.weight("dense/kernel").data();

    assertThatThrownBy(() -> Keras.loadWeights(other, file))
        .hasMessageContaining("weight \"dense/kernel\" has shape (3, 5), the file's")
        .hasMessageContaining("has [3, 4]");
    assertThat(other.weight("dense/kernel").data()).isEqualTo(before);
  }

  @Test
  void numbersThatAreNotFiniteAreWrittenAsPythonReadsThem() throws IOException {
    Model model = Keras.load(Recorded.of("corner_constants_infinite").file());
    Path file = folder.resolve("infinite.keras");
    Keras.save(model, file);
    try (var zip = new ZipFile(file.toFile());
        var config = zip.getInputStream(zip.getEntry(KerasArchive.CONFIG))) {
      assertThat(new String(config.readAllBytes(), StandardCharsets.UTF_8))
          .contains(" -Infinity", " Infinity", " NaN")
          .doesNotContain("Infinity\"", "NaN\"");
    }
    Path legacy = folder.resolve("infinite.h5");
    Keras.save(model, legacy);
    assertThat(Files.readString(legacy, StandardCharsets.ISO_8859_1))
        .contains(" -Infinity", " Infinity", " NaN")
        .doesNotContain("Infinity\"", "NaN\"");
  }

  @Test
  void whatKerasDoesNotHaveIsNamed() {
    var model =
        Sequential.of(
            Input.of("x", DType.FLOAT32, 3), (scope, inputs) -> inputs[0].mul(2), Dense.of(1));

    assertThatThrownBy(() -> Keras.save(model, folder.resolve("none.keras")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Keras has no");
    assertThat(folder.resolve("none.keras")).doesNotExist();
  }
}
