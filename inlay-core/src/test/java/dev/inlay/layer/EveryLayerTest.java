package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.inlay.data.Batch;
import dev.inlay.engine.PlanCheck;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.layer.LayerTable.Row;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every layer. A new one gets a row in {@link LayerTable}; without, the last test
 * fails.
 */
class EveryLayerTest {
  /** Whether a setting has no place in Keras's config. */
  private static boolean saysMoreThanKeras(Layer layer) {
    return switch (layer) {
      case Embedding e -> e.invalidIds() != InvalidIds.Rule.ERROR || e.frozenPadding();
      case TimeDistributed(Quantized _) -> true;
      default -> false;
    };
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

  /** A plan is compiled once; batches have any number of rows. */
  @TestFactory
  Stream<DynamicTest> aBatchMayHaveAnyNumberOfRows() {
    return each(
        row -> {
          var traced = new Traced(row.layer(), row.inputs());
          List<List<Value>> batches = new ArrayList<>();
          for (int rows : new int[] {2, 1, 3}) {
            batches.add(Stream.of(row.inputs()).map(t -> (Value) t.rows(0, rows)).toList());
          }
          PlanCheck.agreesForEach(traced.program(List.of()), batches, Traced.KEY);
        });
  }

  /** Sequences with steps that don't count: a mask is passed on, read or refused, never dropped. */
  @TestFactory
  Stream<DynamicTest> masksAreReadOrRefused() {
    return LayerTable.rows().stream()
        .filter(row -> row.inputs()[0].shape().rank() == 3)
        .map(row -> dynamicTest(row.toString(), () -> checkMask(row)));
  }

  private static void checkMask(Row row) {
    Shape shape = row.inputs()[0].shape();
    boolean stepsLast = row.layer() instanceof ChannelsFirst;
    Tensor.FloatTensor mask = Tensor.zeros(Shape.of(shape.dim(0), shape.dim(stepsLast ? 2 : 1)));
    for (int i = 0; i < mask.data().length; i++) {
      mask.data()[i] = i % 3 == 1 ? 0 : 1;
    }
    var predicting = new Traced(row.layer(), row.inputs()).masked(mask);
    if (row.layer().masking() == Layer.Masking.REFUSED) {
      assertThatIllegalArgumentException()
          .isThrownBy(predicting::run)
          .withMessageContaining("would mix masked steps with others");
      return;
    }
    PlanCheck.agrees(predicting.program(List.of()), predicting.values(), Traced.KEY);
    var training = new Traced(row.layer(), row.inputs()).masked(mask).training(true);
    PlanCheck.agrees(training.program(cotangents(training)), training.values(), Traced.KEY);
    if (row.layer().masking() == Layer.Masking.PASSED) {
      var all = new Graph();
      var scope = Scope.root(all, new Weights(1), false);
      Node x = all.constant(row.inputs()[0]);
      scope.mask(x, all.constant(mask));
      List<Node> inputs = new ArrayList<>(List.of(x));
      Stream.of(row.inputs()).skip(1).map(all::constant).forEach(inputs::add);
      for (Node output : scope.applyAll(row.layer(), inputs.toArray(Node[]::new))) {
        assertThat(scope.mask(output)).isNotNull();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> aSavedModelPredictsTheSame(@TempDir Path folder) {
    return each(
        row -> {
          List<Symbol> inputs = new ArrayList<>();
          Map<String, Value> batch = new LinkedHashMap<>();
          for (Tensor input : row.inputs()) {
            String name = "x" + inputs.size();
            inputs.add(input(name, input));
            batch.put(name, input);
          }
          Symbol[] symbols = inputs.toArray(Symbol[]::new);
          Model model = Model.of(inputs, Application.of(row.layer(), symbols).outputs());
          Path file = folder.resolve("model.inlay");
          model.save(file);
          assertThat(Model.load(file).predictAll(Batch.of(batch)))
              .isEqualTo(model.predictAll(Batch.of(batch)));
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
        classes()
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
    layers.removeAll(rows);
    assertThat(layers).as("layers without a row in LayerTable").isEmpty();
  }

  /** Layers of other packages, which have tests of their own. */
  @Test
  void whatElseIsALayerIsTested() {
    assertThat(
            classes()
                .filter(c -> !c.getPackageName().equals(Layer.class.getPackageName()))
                .filter(c -> c.isAssignableTo(Layer.class))
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder(
            "ConcatenateContext",
            "DenseFeatures",
            "FeatureSpace",
            "LinearModel",
            "Model",
            "SequenceFeatures");
  }

  /** Each setting that is on or off, or one of a few, is seen in each of its states. */
  @Test
  void everySettingIsVaried() {
    Map<String, Set<Object>> seen = new TreeMap<>();
    Map<String, Class<?>> types = new TreeMap<>();
    LayerTable.rows().forEach(row -> settings((Record) row.layer(), seen, types));
    seen.remove("SequenceOptions.stateful"); // wants a known batch: StatefulTest
    List<String> missing = new ArrayList<>();
    seen.forEach(
        (name, values) -> {
          Class<?> type = types.get(name);
          List<?> all =
              type == boolean.class ? List.of(false, true) : List.of(type.getEnumConstants());
          all.stream()
              .filter(value -> !values.contains(value))
              .forEach(value -> missing.add(name + "=" + value));
        });
    assertThat(seen).hasSizeGreaterThan(40);
    assertThat(missing).as("settings that no row of LayerTable has").isEmpty();
  }

  /** Enums with more constants than this have tables of their own. */
  private static final int FEW = 4;

  private static void settings(
      Record record, Map<String, Set<Object>> seen, Map<String, Class<?>> types) {
    for (RecordComponent c : record.getClass().getRecordComponents()) {
      Object value;
      try {
        c.getAccessor().setAccessible(true);
        value = c.getAccessor().invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
      Object[] constants = c.getType().getEnumConstants();
      if (c.getType() == boolean.class || (constants != null && constants.length <= FEW)) {
        String name = record.getClass().getSimpleName() + "." + c.getName();
        types.put(name, c.getType());
        Set<Object> values = seen.computeIfAbsent(name, _ -> new HashSet<>());
        if (value != null) {
          values.add(value);
        }
      } else if (value instanceof Record inner) {
        settings(inner, seen, types);
      }
    }
  }

  private static Stream<JavaClass> classes() {
    return new ClassFileImporter()
        .importUrl(Layer.class.getProtectionDomain().getCodeSource().getLocation()).stream();
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
