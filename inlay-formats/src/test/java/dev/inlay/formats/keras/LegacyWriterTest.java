package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole-model {@code .h5} files that we write are read. check_written.py opens them in Keras. */
class LegacyWriterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "corner_unused_input",
        "fitted_adamw",
        "functional_nested",
        "functional_shared",
        "functional_trainable",
        "mask_given",
        "operations_arithmetic",
        "preprocessing_numbers",
        "preprocessing_texts",
        "recurrent_bidirectional",
        "sequential_convolutions"
      })
  void predictsAsBefore(String name) {
    Recorded recorded = Recorded.of(name);
    Path file = folder.resolve("model.h5");
    Keras.save(Keras.load(recorded.file()), file);

    List<FloatTensor> predicted = recorded.predictedBy(Keras.load(file));

    assertThat(predicted).hasSameSizeAs(recorded.outputs());
    for (int i = 0; i < predicted.size(); i++) {
      KerasFilesTest.close(
          name + " output " + i, predicted.get(i), recorded.outputs().get(i).toFloats());
    }
  }

  @Test
  void theOptimizersMemoryIsKept() {
    Model model = Keras.load(Recorded.of("fitted_adamw").file());
    Path file = folder.resolve("model.h5");
    Keras.save(model, file);

    Model loaded = Keras.load(file);

    assertThat(model.step()).isPositive();
    assertThat(loaded.step()).isEqualTo(model.step());
    assertThat(loaded.compiled()).isEqualTo(model.compiled());
  }

  @Test
  void whatKerasCouldNotReadIsRefused() {
    Path file = folder.resolve("model.h5");
    Model lora = Keras.load(Recorded.of("corner_lora_dense").file());
    Model ellipsis = Keras.load(Recorded.of("operations_indexing").file());

    assertThatThrownBy(() -> Keras.save(lora, file)).hasMessageContaining("LoRA");
    assertThatThrownBy(() -> Keras.save(ellipsis, file)).hasMessageContaining("save a .keras file");
    assertThat(file).doesNotExist();
  }
}
