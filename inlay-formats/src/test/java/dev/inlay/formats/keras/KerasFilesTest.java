package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Models that Keras saved predict here what they predict there. */
class KerasFilesTest {
  private static final float TOLERANCE = 1e-5f;

  @TestFactory
  Stream<DynamicTest> predictsAsKeras() throws IOException {
    List<String> names = new ArrayList<>();
    try (var files = Files.list(Recorded.FOLDER)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".keras") && !name.startsWith("refused_"))
          .sorted()
          .forEach(name -> names.add(name.replace(".keras", "")));
    }
    assertThat(names).hasSizeGreaterThan(60);
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

  static void close(String what, FloatTensor actual, FloatTensor wanted) {
    assertThat(actual.shape()).as(what).isEqualTo(((Tensor) wanted).shape());
    for (int i = 0; i < wanted.data().length; i++) {
      float w = wanted.data()[i];
      assertThat(actual.data()[i])
          .as("%s, element %d", what, i)
          .isCloseTo(w, org.assertj.core.data.Offset.offset(TOLERANCE * Math.max(1, Math.abs(w))));
    }
  }
}
