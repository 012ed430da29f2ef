package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.inlay.engine.PlanCheck;
import dev.inlay.graph.Variable;
import dev.inlay.layer.LayerTable.Row;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds for every layer. A new one gets a row in {@link LayerTable}; without, the last test
 * fails.
 */
class EveryLayerTest {
  /** Whether a setting has no place in Keras's config. */
  private static boolean saysMoreThanKeras(Layer layer) {
    return layer instanceof Embedding e
        && (e.invalidIds() != InvalidIds.Rule.ERROR || e.frozenPadding());
  }

  /** Whether training leaves a layer's weight alone. */
  private static boolean isFrozen(Layer layer, Variable variable) {
    return layer instanceof Frozen
        || (layer instanceof Lora && variable.path().matches(".*/(kernel|embeddings)"));
  }

  /** Layers whose gradient is a convention, not a slope: their own tests hold it. */
  private static boolean isStraightThrough(Row row) {
    return row.layer() instanceof TernaryDense
        || row.layer() instanceof SpectralNormalization
        || isQuantized(row.layer())
        || row.layer() instanceof HalfPrecision;
  }

  private static boolean isQuantized(Layer layer) {
    return switch (layer) {
      case Quantized _ -> true;
      case Lora(Layer inner, _, _) -> isQuantized(inner);
      case TimeDistributed(Layer inner) -> isQuantized(inner);
      default -> false;
    };
  }

  private static Stream<DynamicTest> each(Consumer<Row> check) {
    return LayerTable.rows().stream()
        .map(row -> dynamicTest(row.toString(), () -> check.accept(row)));
  }

  @TestFactory
  Stream<DynamicTest> shapesAreKnownBeforeABatchArrives() {
    return each(
        row -> {
          Symbol[] symbols =
              IntStream.range(0, row.inputs().length)
                  .mapToObj(i -> input("x" + i, row.inputs()[i]))
                  .toArray(Symbol[]::new);
          List<Symbol> promised = Application.of(row.layer(), symbols).outputs();
          List<Tensor> actual = new Traced(row.layer(), row.inputs()).run().outputs();
          assertThat(actual).hasSameSizeAs(promised);
          for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).shape()).isEqualTo(promised.get(i).shape().withDim(0, 3));
            assertThat(actual.get(i).dtype()).isEqualTo(promised.get(i).dtype());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> configsSayAll() {
    return each(
        row -> {
          String text = Json.write(Config.LAYERS.write(row.layer()));
          assertThat(Config.LAYERS.read(Json.read(text, "test"), Layer.class))
              .isEqualTo(row.layer());
        });
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrittenForKerasIsReadBack() {
    return LayerTable.rows().stream()
        .filter(row -> KerasConfig.isKnown(row.layer()) && !saysMoreThanKeras(row.layer()))
        .map(
            row ->
                dynamicTest(
                    row.toString(),
                    () -> {
                      Object written = KerasConfig.write(row.layer(), "it");
                      Object read = Json.read(Json.write(written), "test");
                      Map<?, ?> tree = (Map<?, ?>) read;
                      Map<String, Object> config = new LinkedHashMap<>();
                      ((Map<?, ?>) tree.get("config"))
                          .forEach((key, value) -> config.put(String.valueOf(key), value));
                      config.remove("name");
                      config.putAll(KerasConfig.callArguments(row.layer()));
                      assertThat(KerasConfig.layer((String) tree.get("class_name"), config))
                          .isEqualTo(row.layer());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aRowDoesNotDependOnItsNeighbours() {
    return each(
        row -> {
          var all = new Traced(row.layer(), row.inputs());
          List<Tensor> together = all.run().outputs();
          Tensor[] last = Stream.of(row.inputs()).map(t -> t.rows(2, 3)).toArray(Tensor[]::new);
          var alone = new Traced(row.layer(), last);
          copyWeights(all, alone);
          List<Tensor> apart = alone.run().outputs();
          for (int i = 0; i < apart.size(); i++) {
            Traced.assertClose("output", apart.get(i), together.get(i).rows(2, 3), 1e-6);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> theEngineDoesWhatTheInterpreterSays() {
    return each(
        row -> {
          var predicting = new Traced(row.layer(), row.inputs());
          PlanCheck.agrees(predicting.program(List.of()), predicting.values(), Traced.KEY);
          var training = new Traced(row.layer(), row.inputs()).training(true);
          PlanCheck.agrees(training.program(cotangents(training)), training.values(), Traced.KEY);
        });
  }

  @TestFactory
  Stream<DynamicTest> gradientsAreThoseOfCentralDifferences() {
    return each(
        row -> {
          var traced = new Traced(row.layer(), row.inputs()).training(true);
          List<Tensor> cotangents = cotangents(traced);
          var gradients = traced.run(cotangents).weightGradients();
          for (Variable variable :
              isStraightThrough(row) ? List.<Variable>of() : traced.weights.all()) {
            Tensor.FloatTensor gradient = gradients.get(variable);
            if (!variable.trainable() || isFrozen(row.layer(), variable)) {
              assertThat(gradient).isNull();
              continue;
            }
            assertThat(gradient).as("gradient of " + variable).isNotNull();
            float[] values = variable.values().array();
            for (int i = 0; i < values.length; i += 1 + values.length / 5) {
              float before = values[i];
              values[i] = before + 0x1p-7f;
              double above = traced.loss(cotangents);
              values[i] = before - 0x1p-7f;
              double below = traced.loss(cotangents);
              values[i] = before;
              double wanted = (above - below) * 64;
              assertThat((double) gradient.data()[i])
                  .as("gradient of %s at %d", variable, i)
                  .isCloseTo(wanted, within(3e-3 * (1 + Math.abs(wanted))));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aStepAgainstTheGradientLowersTheLoss() {
    return each(
        row -> {
          var traced = new Traced(row.layer(), row.inputs()).training(true);
          List<Tensor> cotangents = cotangents(traced);
          double before = traced.loss(cotangents);
          Map<Variable, Tensor.FloatTensor> gradients = traced.run(cotangents).weightGradients();
          gradients.forEach(
              (variable, gradient) -> {
                float[] values = variable.values().array();
                for (int i = 0; i < values.length; i++) {
                  values[i] -= 1e-3f * gradient.data()[i];
                }
              });
          if (gradients.isEmpty()) {
            assertThat(traced.loss(cotangents)).isEqualTo(before);
          } else if (!isStraightThrough(row)) {
            assertThat(traced.loss(cotangents)).isLessThan(before);
          }
        });
  }

  @Test
  void everyLayerHasARow() {
    Set<String> layers =
        new ClassFileImporter()
            .importUrl(Layer.class.getProtectionDomain().getCodeSource().getLocation()).stream()
                .filter(c -> c.getPackageName().equals(Layer.class.getPackageName()))
                .filter(c -> c.isAssignableTo(Layer.class) && c.isRecord())
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
    Set<String> rows =
        LayerTable.rows().stream()
            .map(r -> r.layer().getClass().getSimpleName())
            .collect(Collectors.toSet());
    rows.add("Input"); // has no inputs; every symbolic shape above starts with one
    rows.addAll(EveryPreprocessingLayerTest.kinds());
    assertThat(layers).hasSizeGreaterThan(15);
    assertThat(rows).containsAll(layers);
  }

  private static List<Tensor> cotangents(Traced traced) {
    return traced.run().outputs().stream()
        .map(output -> (Tensor) LayerTable.floats(9, output.shape().dims()))
        .toList();
  }

  private static Symbol input(String name, Tensor values) {
    int[] dims = values.shape().dims();
    return Input.of(
        name,
        values instanceof Tensor.IntTensor ? DType.INT32 : DType.FLOAT32,
        Arrays.copyOfRange(dims, 1, dims.length));
  }

  private static void copyWeights(Traced from, Traced to) {
    to.run();
    for (Variable variable : from.weights.all()) {
      to.weights.get(variable.path()).assign(variable.read());
    }
  }
}
