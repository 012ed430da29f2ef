package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.graph.Variable;
import dev.inlay.layer.Quantization;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that are quantized here, beside those that Keras has quantized. */
class QuantizedFilesTest {
  @TempDir Path folder;

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of("kinds", "kinds_int8", Quantization.INT8),
        Arguments.of("kinds", "kinds_weights_only", Quantization.INT8.withRoundedInputs(false)),
        Arguments.of("kinds", "kinds_int4", Quantization.INT4),
        Arguments.of("kinds", "kinds_int4_whole", Quantization.INT4.withBlockSize(0)),
        Arguments.of("wide", "wide_int8", Quantization.INT8),
        Arguments.of("wide", "wide_int4", Quantization.INT4),
        Arguments.of(
            "wide",
            "wide_int4_rounded",
            Quantization.INT4.withBlockSize(0).withRoundedInputs(true)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whatIsQuantizedHereIsWhatKerasMakesOfIt(String before, String after, Quantization how) {
    Model floats = Keras.load(Recorded.of("corner_before_quantized_" + before).file());
    Recorded recorded = Recorded.of("corner_quantized_" + after);
    Model here = floats.quantize(how);
    Model there = Keras.load(recorded.file());
    assertThat(here.weights().keySet()).isEqualTo(there.weights().keySet());
    here.weights()
        .forEach((path, own) -> KerasFilesTest.close(path, own, there.weight(path).toFloats()));
    List<FloatTensor> predicted = recorded.predictedBy(here);
    for (int i = 0; i < predicted.size(); i++) {
      Tensor output = recorded.outputs().get(i);
      KerasFilesTest.close("output " + i, predicted.get(i), output.toFloats());
    }
  }

  @Test
  void filesHoldAByteForEachNumber() throws Exception {
    Model small = Keras.load(Recorded.of("corner_before_quantized_wide").file()).quantize();
    Path file = folder.resolve("small.weights.h5");
    Keras.saveWeights(small, file);
    long bytes = small.variables().values().stream().mapToLong(v -> v.storage().byteSize()).sum();
    assertThat(bytes).isLessThan(40_000);
    assertThat(Files.size(file)).isBetween(bytes, bytes + 6_000);
  }

  @Test
  void anUpdateIsRoundedIntoTheWeightsThatAreWritten() {
    Model tuned = Keras.load(Recorded.of("corner_lora_quantized_int8").file());
    for (Variable variable : tuned.variables().values()) {
      if (variable.path().contains("lora_")) {
        variable.values().fill(at -> (float) (at % 5 - 2) * 0.2f);
      }
    }
    Path file = folder.resolve("tuned.keras");
    Keras.save(tuned, file);
    Model again = Keras.load(file);
    Recorded recorded = Recorded.of("corner_lora_quantized_int8");
    FloatTensor before = recorded.predictedBy(tuned).getFirst();
    FloatTensor after = recorded.predictedBy(again).getFirst();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < before.data().length; i++) {
      largest = Math.max(largest, Math.abs(before.data()[i]));
      difference = Math.max(difference, Math.abs(before.data()[i] - after.data()[i]));
    }
    assertThat(difference).isPositive().isLessThan(largest * 0.03);
    assertThat(again.variables().values().stream().filter(v -> v.dtype() == DType.INT8)).hasSize(3);
  }
}
