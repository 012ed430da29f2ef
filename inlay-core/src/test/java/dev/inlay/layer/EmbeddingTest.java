package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final Tensor TABLE = Tensor.of(Shape.of(3, 2), 1, 2, 3, 5, 7, 11);
  private static final Tensor IDS = Tensor.of(Shape.of(1, 4), -1, 0, 2, 3);

  @Test
  void idsOutsideMeanWhatTheLayerSays() {
    expect(InvalidIds.Rule.CLIP, 1, 2, 1, 2, 7, 11, 7, 11);
    expect(InvalidIds.Rule.ZERO, 0, 0, 1, 2, 7, 11, 0, 0);
    expect(new InvalidIds.Row(1), 3, 5, 1, 2, 7, 11, 3, 5);
  }

  private static void expect(InvalidIds policy, float... rows) {
    assertClose(
        policy.toString(),
        lookUp(Embedding.of(3, 2).withInvalidIds(policy), IDS),
        Tensor.of(Shape.of(1, 4, 2), rows),
        0);
  }

  @Test
  void idsThatAreFedAreCheckedByWhoeverFeedsThem() {
    IdRange range = rangeOf(Embedding.of(3, 2).named("category"), DType.INT32);
    assertThat(range.isFed()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> range.check(Tensor.of(Shape.of(2, 2), 0, 1, 2, 3), 40))
        .withMessage(
            "input \"ids\", row 41: id 3 is outside of 0 to 2, the rows of layer \"category\";"
                + " clean the data, raise its inputDim, or say what such ids mean with"
                + " withInvalidIds()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> range.check(Tensor.of(-1), 0))
        .withMessageContaining("row 0: id -1 is outside");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> range.check(Tensor.of(1L, 1L << 32), 0))
        .withMessageContaining("row 1: id 4294967296 is outside");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> range.check(Tensor.of("red"), 0))
        .withMessageContaining("texts such as \"red\" are no ids");
    assertThatNoException().isThrownBy(() -> range.check(Tensor.of(0, 1, 2), 0));
  }

  @Test
  void floatsAreCutTowardZero() {
    assertClose(
        "rows",
        lookUp(Embedding.of(3, 2), Tensor.of(Shape.of(1, 2), 1.9f, -0.9f)),
        Tensor.of(Shape.of(1, 2, 2), 3, 5, 1, 2),
        0);
    IdRange range = rangeOf(Embedding.of(3, 2), DType.FLOAT32);
    assertThatNoException().isThrownBy(() -> range.check(Tensor.of(2.9f, -0.9f), 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> range.check(Tensor.of(0f, Float.NaN), 0))
        .withMessageContaining("row 1: id NaN");
  }

  @Test
  void idsThatAreWorkedOutAreMissingUntilTheyAreChecked() {
    record Shifted(Layer layer) implements Layer {
      @Override
      public Node call(Scope scope, Node... inputs) {
        return scope.apply(
            layer, inputs[0].sub(scope.graph().constant(Tensor.of(Shape.SCALAR, 1))));
      }
    }

    var layer = new Shifted(Embedding.of(3, 2));
    assertThat(rangeOf(layer, DType.INT32).isFed()).isFalse();
    assertClose(
        "rows",
        lookUp(layer, Tensor.of(Shape.of(1, 3), 0, 1, 4)),
        Tensor.of(Shape.of(1, 3, 2), 0, 0, 1, 2, 0, 0),
        0);
  }

  @Test
  void aMaskLeavesOutZeros() {
    Graph graph = new Graph();
    Scope scope = Scope.root(graph, new Weights(0), false);
    Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.of(-1, 3)));
    Node rows = scope.apply(Embedding.of(3, 2).withMaskZero(true), ids);
    assertThat(scope.mask(rows)).isNotNull();
    assertThat(scope.mask(rows).shape()).isEqualTo(Shape.of(-1, 3));
  }

  @Test
  void settingsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embedding.of(0, 2))
        .withMessageContaining("are 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embedding.of(3, 2).withInvalidIds(new InvalidIds.Row(3)))
        .withMessageContaining("choose one from 0 to 2");
  }

  @Test
  void raggedIdsAreRefused() {
    Symbol ragged = new Input(TensorSpec.ragged("tags", DType.INT32)).on();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ragged.to(Embedding.of(3, 2)))
        .withMessageContaining("layer \"embedding\": wants rows of one length, got ragged ids");
  }

  private static Tensor lookUp(Layer layer, Tensor ids) {
    return new Traced(layer, ids).assign(Map.of("embeddings", TABLE)).run().output();
  }

  private static IdRange rangeOf(Layer layer, DType dtype) {
    Graph graph = new Graph();
    Scope scope = Scope.root(graph, new Weights(0), false);
    scope.apply(layer, graph.input(TensorSpec.of("ids", dtype, Shape.of(-1, 2))));
    return scope.idRanges().getFirst();
  }
}
