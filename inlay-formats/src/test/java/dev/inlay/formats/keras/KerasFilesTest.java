package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.formats.DamagedFileException;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Input;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Models that Keras saved predict here what they predict there. */
class KerasFilesTest {
  private static final float TOLERANCE = 1e-5f;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> predictsAsKeras() throws IOException {
    List<String> names = new ArrayList<>();
    try (var files = Files.list(Recorded.FOLDER)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(".*\\.(keras|h5)") && !name.startsWith("refused_"))
          .sorted()
          .forEach(name -> names.add(name.replaceAll("\\.\\w+$", "")));
    }
    assertThat(names).hasSizeGreaterThan(140);
    return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> predicts(name)));
  }

  private static void predicts(String name) {
    Recorded recorded = Recorded.of(name);
    Model model = Keras.reader().withoutTraining().load(recorded.file());
    if (recorded.outputs().isEmpty()) {
      // It was saved before it had seen data.
      assertThat(model.knowsInputs()).isFalse();
      return;
    }
    List<FloatTensor> predicted = recorded.predictedBy(model);
    assertThat(predicted).hasSameSizeAs(recorded.outputs());
    for (int i = 0; i < predicted.size(); i++) {
      close(name + " output " + i, predicted.get(i), recorded.outputs().get(i).toFloats());
    }
  }

  @Test
  void aFileOfKeras2IsCompiledAsItWas() {
    Model model = Keras.load(Recorded.of("legacy_keras_2_compiled").file());

    var optimizer = model.compiled().orElseThrow().optimizer();
    assertThat(optimizer.kind()).isEqualTo("adam");
    assertThat(optimizer.learningRate().at(0)).isEqualTo(0.01f);
  }

  @Test
  void weightsAloneAreNoModel() {
    Model model = Sequential.of(Input.of("x", DType.FLOAT32, 2), Dense.of(1));
    Path file = folder.resolve("small.weights.h5");
    Keras.saveWeights(model, file);

    assertThatThrownBy(() -> Keras.load(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("holds weights, but no \"model_config\"");
  }

  static void close(String what, FloatTensor actual, FloatTensor wanted) {
    assertThat(actual.shape()).as(what).isEqualTo(((Tensor) wanted).shape());
    for (int i = 0; i < wanted.data().length; i++) {
      float w = wanted.data()[i];
      var number = assertThat(actual.data()[i]).as("%s, element %d", what, i);
      if (Float.isFinite(w)) {
        number.isCloseTo(w, Offset.offset(TOLERANCE * Math.max(1, Math.abs(w))));
      } else {
        number.isEqualTo(Float.valueOf(w));
      }
    }
  }
}
