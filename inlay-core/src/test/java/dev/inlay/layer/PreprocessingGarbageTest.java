package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Garbage;
import dev.inlay.data.Batch;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What layers do to raw values makes arrays for a batch, and no object for a cell. */
class PreprocessingGarbageTest {
  private static final int ROWS = 20_000;

  private static final Tensor TEXTS =
      Tensor.of(IntStream.range(0, ROWS).mapToObj(i -> "né" + i).toArray(String[]::new));
  private static final Tensor NUMBERS =
      Tensor.of(LongStream.range(0, ROWS).map(i -> i * i - 7).toArray());

  record Case(PreprocessingLayer layer, Tensor values) {
    @Override
    public String toString() {
      return layer.toString();
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case(Hashing.of(100), TEXTS),
          new Case(Hashing.of(100).withSalt(3).withMaskValue("né5"), TEXTS),
          new Case(Hashing.of(100).withMaskValue(2), NUMBERS),
          new Case(Hashing.of(100).withSalt(3), NUMBERS),
          new Case(StringLookup.of().withVocabulary("né1", "né2"), TEXTS),
          new Case(StringLookup.of().withNumOovIndices(5).withVocabulary("né1"), TEXTS),
          new Case(IntegerLookup.of().withVocabulary(2, 9), NUMBERS),
          new Case(
              IntegerLookup.of()
                  .withOovMethod(OovMethod.FARMHASH)
                  .withNumOovIndices(5)
                  .withVocabulary(2, 9),
              NUMBERS));

  @ParameterizedTest
  @FieldSource("CASES")
  void aCellMakesNoObject(Case each) {
    Scope scope = Scope.root(new Graph(), new Weights(1), false);
    Node raw = scope.input(TensorSpec.of("raw", each.values().dtype(), Shape.batchOf()));
    scope.applyAll(each.layer(), raw);
    Encoding encoding = scope.encodings().getFirst();
    Batch batch = Batch.of(Map.of("raw", each.values()));
    // Once, for what is made only once.
    Map<String, Value> encoded = encoding.encode(batch);
    var again = new AtomicReference<Map<String, Value>>();
    long bytes = Garbage.of(() -> again.set(encoding.encode(batch)));
    assertThat(again).hasValue(encoded);
    assertThat(encoded.values()).allMatch(ids -> ids.dtype() == DType.INT32);
    // An array of ids.
    assertThat(bytes).isLessThan(ROWS * 4L + 20_000);
  }
}
