package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.inlay.model.Model;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
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
import org.junit.jupiter.api.TestFactory;

/** What holds for every layer that reads what comes with the data. */
class EveryPreprocessingLayerTest {
  private static final Tensor WORDS = Tensor.of(new String[][] {{"a"}, {"b"}, {"zz"}});
  private static final Tensor PAIRS = Tensor.of(new String[][] {{"a", "b"}, {"b", "b"}, {"", "c"}});
  private static final Tensor NUMBERS = Tensor.of(Shape.of(3, 1), 7, 12, -3);
  private static final Tensor LARGE =
      new Tensor.LongTensor(Shape.of(3, 1), new long[] {1L << 40, 12, -3});
  private static final Tensor TEXTS =
      Tensor.of("The fox, the DOG!", "unknown fox", "a dog and a fox");
  private static final Tensor FLOATS = Tensor.of(new float[][] {{-1, 0.5f}, {0, 3}, {2, 1}});
  private static final Ragged ROWS =
      Ragged.of(new String[] {"a", "b", "b"}, new String[] {}, new String[] {"c"});

  /** A layer with inputs of three rows each. */
  private record Row(PreprocessingLayer layer, Value... inputs) {
    @Override
    public String toString() {
      return "%s of %s".formatted(layer, Arrays.toString(inputs));
    }
  }

  private static List<Row> table() {
    StringLookup words = StringLookup.of().withVocabulary("a", "b");
    IntegerLookup numbers = IntegerLookup.of().withVocabulary(7, 1L << 40);
    TextVectorization text = TextVectorization.of().withVocabulary("fox", "dog", "the", "the fox");
    return List.of(
        new Row(words, WORDS),
        new Row(words, PAIRS),
        new Row(words, ROWS),
        new Row(words.withMaskToken("").withOutputMode(OutputMode.MULTI_HOT), PAIRS),
        new Row(words.withOutputMode(OutputMode.COUNT), ROWS),
        new Row(words.withOutputMode(OutputMode.ONE_HOT), WORDS),
        new Row(words.withOutputMode(OutputMode.ONE_HOT), PAIRS),
        new Row(words.withNumOovIndices(3).withSalt(Salt.of(5)), PAIRS),
        new Row(
            words.withMaxTokens(9).withPadToMaxTokens(true).withOutputMode(OutputMode.COUNT),
            PAIRS),
        new Row(
            StringLookup.of()
                .withOutputMode(OutputMode.TF_IDF)
                .withVocabulary(List.of("a", "b"), List.of(0.5f, 0.25f)),
            PAIRS),
        new Row(numbers, NUMBERS),
        new Row(numbers, LARGE),
        new Row(numbers.withMaskToken(-3L).withOovToken(99).withNumOovIndices(2), NUMBERS),
        new Row(numbers.withInvert(true), Tensor.of(Shape.of(3, 1), 1, 0, 5)),
        new Row(
            numbers.withNumOovIndices(4).withOovMethod(OovMethod.FARMHASH).withSalt(Salt.of(1, 2)),
            NUMBERS),
        new Row(Hashing.of(5), WORDS),
        new Row(Hashing.of(5).withMaskValue("").withSalt(7), PAIRS),
        new Row(Hashing.of(5).withMaskValue(12), LARGE),
        new Row(Hashing.of(4).withOutputMode(OutputMode.MULTI_HOT), PAIRS),
        new Row(Hashing.of(4), Tensor.of(new float[][] {{1.9f}, {-1.9f}, {0}})),
        new Row(HashedCrossing.of(10), WORDS, LARGE),
        new Row(HashedCrossing.of(10).withOutputMode(OutputMode.ONE_HOT), WORDS, NUMBERS, WORDS),
        new Row(CategoryEncoding.of(4), Tensor.of(new int[][] {{0, 1}, {3, 3}, {9, 2}})),
        new Row(
            CategoryEncoding.of(4).withOutputMode(OutputMode.ONE_HOT),
            Tensor.of(new int[][] {{0}, {3}, {9}})),
        new Row(
            CategoryEncoding.of(4).withOutputMode(OutputMode.COUNT),
            Ragged.of(new int[] {0, 0}, new int[] {}, new int[] {3})),
        new Row(
            CategoryEncoding.of(4).withOutputMode(OutputMode.COUNT),
            Tensor.of(new int[][] {{0, 1}, {3, 3}, {9, 2}}),
            FLOATS),
        new Row(Discretization.withBoundaries(0, 1), FLOATS),
        new Row(Discretization.withBoundaries(0, 1).withOutputMode(OutputMode.COUNT), FLOATS),
        new Row(Discretization.of(3).withEpsilon(0.1).adapt(FLOATS), FLOATS),
        new Row(Normalization.of().adapt(FLOATS), FLOATS),
        new Row(Normalization.of().withAxis().withMeanAndVariance(1, 4).withInvert(true), FLOATS),
        new Row(Rescaling.of(2, -1), FLOATS),
        new Row(new Rescaling(Tensor.of(1f, 2f), Tensor.scalar(3)), FLOATS),
        new Row(text.withOutputSequenceLength(3), TEXTS),
        new Row(text.withRagged(true), TEXTS),
        new Row(text.withNgrams(2).withOutputMode(OutputMode.COUNT), TEXTS),
        new Row(
            text.withStandardize(Standardizers.LOWER)
                .withSplit(Splitters.CHARACTER)
                .withOutputMode(OutputMode.MULTI_HOT),
            TEXTS.reshape(Shape.of(3, 1))),
        new Row(text.withSplit(Splitters.NONE).withNgrams(List.of(2)), PAIRS),
        new Row(text.withSplit(Splitters.NONE).withOutputMode(OutputMode.ONE_HOT), PAIRS));
  }

  /** The kinds of layers in the table. */
  static Set<String> kinds() {
    return table().stream()
        .map(row -> row.layer.getClass().getSimpleName())
        .collect(Collectors.toSet());
  }

  private static Stream<DynamicTest> each(Consumer<Row> check) {
    return table().stream().map(row -> dynamicTest(row.toString(), () -> check.accept(row)));
  }

  @TestFactory
  Stream<DynamicTest> configsSayAll() {
    return each(
        row -> {
          String text = Json.write(Config.LAYERS.write(row.layer));
          assertThat(Config.LAYERS.read(Json.read(text, "test"), Layer.class)).isEqualTo(row.layer);
        });
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrittenForKerasIsReadBack() {
    return each(
        row -> {
          Object written = KerasConfig.write(row.layer, "it");
          Map<?, ?> tree = (Map<?, ?>) Json.read(Json.write(written), "test");
          Map<String, Object> config = new LinkedHashMap<>();
          ((Map<?, ?>) tree.get("config"))
              .forEach((key, value) -> config.put(String.valueOf(key), value));
          config.remove("name");
          assertThat(KerasConfig.layer((String) tree.get("class_name"), config))
              .isEqualTo(row.layer);
        });
  }

  @TestFactory
  Stream<DynamicTest> aModelGivesWhatTheLayerGivesAlone() {
    return each(
        row -> {
          Symbol[] inputs =
              IntStream.range(0, row.inputs.length)
                  .mapToObj(i -> input("x" + i, row.inputs[i]))
                  .toArray(Symbol[]::new);
          Symbol promised = row.layer.on(inputs);
          Value alone = row.layer.apply(row.inputs);
          assertThat(promised.spec().ragged()).isEqualTo(alone instanceof Ragged);
          if (alone instanceof Tensor tensor) {
            assertThat(promised.shape().accepts(tensor.shape()))
                .as("%s promised, %s given", promised.shape(), tensor.shape())
                .isTrue();
            Map<String, Value> batch = new LinkedHashMap<>();
            for (int i = 0; i < inputs.length; i++) {
              batch.put("x" + i, row.inputs[i]);
            }
            assertThat(Model.of(List.of(inputs), promised).predict(batch))
                .isEqualTo(tensor.toFloats());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aRowDoesNotDependOnItsNeighbours() {
    return each(
        row -> {
          Value together = row.layer.apply(row.inputs);
          Value apart =
              row.layer.apply(Stream.of(row.inputs).map(v -> v.rows(2, 3)).toArray(Value[]::new));
          assertThat(apart).isEqualTo(together.rows(2, 3));
        });
  }

  private static Symbol input(String name, Value value) {
    return value instanceof Tensor t
        ? Input.of(name, t.dtype(), Arrays.copyOfRange(t.shape().dims(), 1, t.shape().rank()))
        : new Input(TensorSpec.ragged(name, value.dtype())).on();
  }
}
