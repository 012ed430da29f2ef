package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.Combiner;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddingBagTest {
  private static final Tensor TABLE = Tensor.of(Shape.of(4, 2), 9f, 9f, 1f, 2f, 3f, 5f, 7f, 11f);
  private static final Embedding PADDED = Embedding.of(4, 2).withMaskZero(true);

  /** What the rows {@code [1, 3], [2], []} give, fed both ways. */
  private static void expect(Combiner combiner, float... wanted) {
    Tensor rows = Tensor.of(Shape.of(3, 2), wanted);
    var padded =
        new Traced(PADDED.combined(combiner), Tensor.of(Shape.of(3, 2), 1, 3, 2, 0, 0, 0))
            .assign(Map.of("embeddings", TABLE));
    assertClose("padded " + combiner, padded.run().output(), rows, 1e-6);

    var graph = new Graph();
    var weights = new Weights(1);
    Node ids = graph.input(TensorSpec.ragged("ids", DType.INT32));
    Node bags = Scope.root(graph, weights, false).apply(Embedding.of(4, 2).combined(combiner), ids);
    weights.all().getFirst().assign(TABLE);
    Ragged values = Ragged.of(new int[] {1, 3}, new int[] {2}, new int[] {});
    Tensor ragged =
        Interpreter.run(Program.of(graph, List.of(bags)), List.of(values), 1).outputs().getFirst();
    assertClose("ragged " + combiner, ragged, rows, 1e-6);
  }

  @Test
  void rowsAreCombinedPaddedOrRagged() {
    float root = (float) Math.sqrt(2);
    expect(Combiner.SUM, 8, 13, 3, 5, 0, 0);
    expect(Combiner.MEAN, 4, 6.5f, 3, 5, 0, 0);
    expect(Combiner.SQRTN, 8 / root, 13 / root, 3, 5, 0, 0);
  }

  @Test
  void weightsCount() {
    var traced =
        new Traced(
                PADDED.combined(Combiner.MEAN),
                Tensor.of(Shape.of(1, 3), 1, 3, 2),
                Tensor.of(Shape.of(1, 3), 1f, 3f, -1f))
            .assign(Map.of("embeddings", TABLE));
    assertClose("mean", traced.run().output(), Tensor.of(Shape.of(1, 2), 5.5f, 8.75f), 1e-6);
  }

  @Test
  void frozenPaddingIsZerosAndNeverLearns() {
    var traced =
        new Traced(Embedding.of(4, 2).withFrozenPadding(true), Tensor.of(Shape.of(1, 2), 0, 1))
            .training(true)
            .assign(Map.of("embeddings", TABLE));
    Tensor cotangent = Tensor.of(Shape.of(1, 2, 2), 1f, 1f, 1f, 1f);
    Traced.Result result = traced.run(List.of(cotangent));
    assertThat(result.output().toFloats().data()).containsExactly(0, 0, 1, 2);
    assertThat(result.weightGradients().values().iterator().next().data())
        .containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
  }

  @Test
  void raggedIdsOutsideAreNamedWithTheirRow() {
    var graph = new Graph();
    Node ids = graph.input(TensorSpec.ragged("ids", DType.INT32));
    Scope scope = Scope.root(graph, new Weights(1), false);
    assertThat(scope.apply(Embedding.of(4, 2).combined(Combiner.SUM), ids).shape().last())
        .isEqualTo(2);
    IdRange range = scope.idRanges().getFirst();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> range.check(Ragged.of(new int[] {1}, new int[] {}, new int[] {4}), 10))
        .withMessageContaining("row 12: id 4 is outside of 0 to 3");
  }
}
