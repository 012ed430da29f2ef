package dev.inlay.model;

import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static dev.inlay.tensor.DType.INT8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.graph.Variable;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.layer.Lora;
import dev.inlay.layer.Quantization;
import dev.inlay.layer.Quantized;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose weights are held in 8 bits. What they compute is held against Keras's elsewhere. */
class QuantizeTest {
  @TempDir Path folder;

  private static Model mixed() {
    var ids = Input.of("ids", INT32, 2);
    var numbers = Input.of("numbers", FLOAT32, 3);
    Model inner =
        Model.of("inner", new Chain(null, List.of(Dense.of(8, Activations.RELU), Dense.of(4))), 3);
    var embedded = ids.to(Embedding.of(50, 6)).to(Flatten.of());
    var hidden = Concatenate.of(embedded, numbers).to(inner);
    return Model.of(List.of(ids, numbers), hidden.to(Dense.of(1).named("out"))).withSeed(1);
  }

  private static Map<String, Tensor> rows(int count) {
    var random = new Random(4);
    int[] ids = random.ints(2L * count, 0, 50).toArray();
    float[] numbers = new float[3 * count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return Map.of(
        "ids",
        Tensor.of(Shape.of(count, 2), ids),
        "numbers",
        Tensor.of(Shape.of(count, 3), numbers));
  }

  private static long bytes(Model model) {
    return model.variables().values().stream().mapToLong(v -> v.storage().byteSize()).sum();
  }

  @Test
  void aTableOfAMillionRowsTakesAByteForEachNumber() throws IOException {
    Model model = Sequential.of(Input.of("ids", INT32, 1), Embedding.of(1_000_000, 64)).withSeed(2);
    assertThat(bytes(model)).isEqualTo(256_000_000);
    Model small = model.quantize();
    assertThat(bytes(small)).isEqualTo(64_000_000 + 4_000_000);
    assertThat(small.variables().get("embedding/embeddings").bytes().array()).hasSize(64_000_000);
    assertThat(small.summary()).contains("64.85 MB");
    Path file = folder.resolve("small");
    small.save(file);
    assertThat(Files.size(file)).isBetween(68_000_000L, 68_010_000L);
    var ids = Tensor.of(Shape.of(3, 1), 0, 999_999, 123_456);
    FloatTensor exact = model.predict(ids);
    FloatTensor rounded = Model.load(file).predict(ids);
    for (int i = 0; i < exact.data().length; i++) {
      // Half a step of a row whose largest value is 0.05.
      assertThat(rounded.data()[i]).isCloseTo(exact.data()[i], within(0.05f / 127 / 2 + 1e-6f));
    }
  }

  @Test
  void modelsWithinAreQuantizedTooAndNamesStay() {
    Model model = mixed();
    Model small = model.quantize();
    assertThat(inBytes(small))
        .containsExactlyInAnyOrder(
            "embedding/embeddings", "dense/kernel", "dense_1/kernel", "out/kernel");
    assertThat(small.layerNames()).isEqualTo(model.layerNames());
    assertThat(small.weight("out/bias")).isEqualTo(model.weight("out/bias"));
    FloatTensor exact = model.predict(rows(40));
    FloatTensor rounded = small.predict(rows(40));
    assertThat(rounded).isNotEqualTo(exact);
    for (int i = 0; i < 40; i++) {
      assertThat(rounded.data()[i]).isCloseTo(exact.data()[i], within(0.05f));
    }
  }

  @Test
  void onlyLayersThatAreChosenAreQuantized() {
    Model model = mixed();
    Quantization how = Quantization.INT8.withRoundedInputs(false);
    assertThat(inBytes(model.quantize(how, layer -> layer.kind().equals("dense"))))
        .containsExactlyInAnyOrder("dense/kernel", "dense_1/kernel", "out/kernel");
    assertThat(inBytes(model.quantize(how, layer -> layer.name().equals("out"))))
        .containsExactly("out/kernel");
    Model none = model.quantize(how, _ -> false);
    assertThat(none.weights()).isEqualTo(model.weights());
  }

  private static List<String> inBytes(Model model) {
    return model.variables().values().stream()
        .filter(v -> v.dtype() == INT8)
        .map(Variable::path)
        .toList();
  }

  @Test
  void whatIsQuantizedAlreadyStaysAsItIs() {
    Model once = mixed().quantize();
    assertThat(once.quantize().weights()).isEqualTo(once.weights());
  }

  @Test
  void isSavedAndServedRowByRow() {
    Model small = mixed().quantize();
    Path file = folder.resolve("mixed");
    small.save(file);
    Model loaded = Model.load(file);
    Map<String, Tensor> rows = rows(5);
    FloatTensor predicted = small.predict(rows);
    assertThat(loaded.predict(rows)).isEqualTo(predicted);
    record Row(int[] ids, float[] numbers) {}
    var one = loaded.rowPredictor(Row.class, MethodHandles.lookup());
    for (int i = 0; i < 5; i++) {
      int[] ids = ((Tensor.IntTensor) rows.get("ids").rows(i, i + 1)).data();
      float[] numbers = ((FloatTensor) rows.get("numbers").rows(i, i + 1)).data();
      assertThat(one.predict(new Row(ids, numbers))).isEqualTo(predicted.data()[i]);
    }
  }

  @Test
  void biasesLearnAndWholeNumbersDoNot() {
    Model small = mixed().quantize();
    FloatTensor kernel = small.weight("out/kernel");
    small.compile(Adam.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    Map<String, Double> before = small.evaluate(rows(64), Tensor.full(Shape.of(64, 1), 2));
    small.fit(rows(64), Tensor.full(Shape.of(64, 1), 2), Fit.epochs(5));
    assertThat(small.evaluate(rows(64), Tensor.full(Shape.of(64, 1), 2)).get("loss"))
        .isLessThan(before.get("loss") / 2);
    assertThat(small.weight("out/kernel")).isEqualTo(kernel);
    assertThat(small.weight("out/bias").data()[0]).isNotZero();
  }

  @Test
  void aTunedLayerLearnsAroundItsWholeNumbers() {
    Model model =
        Sequential.of(
                Input.of("x", FLOAT32, 3), Lora.of(Quantized.of(Dense.of(2).withUseBias(false)), 2))
            .withSeed(1);
    FloatTensor kernel = model.weight("dense/kernel");
    model.compile(Adam.of(0.05f), Loss.MEAN_SQUARED_ERROR);
    var x = Tensor.of(Shape.of(4, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1);
    var y = Tensor.of(Shape.of(4, 2), 1, 2, -1, 0, 0, 1, 0, 3);
    History history = model.fit(x, y, Fit.epochs(200));
    assertThat(history.loss().getLast()).isLessThan(0.01);
    assertThat(model.weight("dense/kernel")).isEqualTo(kernel);
  }

  @Test
  void weightsInBytesAreWholeNumbers() {
    Model small = mixed().quantize();
    assertThatThrownBy(() -> small.setWeight("out/kernel", Tensor.full(Shape.of(4, 1), 0.5f)))
        .hasMessageContaining("\"out/kernel\" is held in 8 bits: whole numbers from -128 to 127");
    assertThatThrownBy(() -> small.variables().get("out/kernel").values())
        .hasMessageContaining("take its bytes");
  }

  @Test
  void blocksOf4BitsHaveScalesOfTheirOwn() {
    Model model = Sequential.of(Input.of("x", FLOAT32, 300), Dense.of(2)).withSeed(1);
    Model small = model.quantize(Quantization.INT4);
    assertThat(small.weightShapes().get("dense/kernel_scale")).isEqualTo(Shape.of(3, 2));
    assertThat(small.weightShapes().get("dense/kernel_zero")).isEqualTo(Shape.of(3, 2));
    for (float number : small.weight("dense/kernel").data()) {
      assertThat(number).isBetween(-8f, 7f);
    }
  }
}
