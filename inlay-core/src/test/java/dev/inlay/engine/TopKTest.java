package dev.inlay.engine;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's heap chooses as the interpreter's sort does, ties and NaN included. */
@Tag("twin")
class TopKTest {
  private static final int LENGTH = 40;
  private static final int ROWS = 300;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 39, 40})
  void ofManyRows(int k) {
    Graph graph = new Graph();
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(LENGTH)));
    Variable scale = new Variable("scale", Shape.of(LENGTH), true);
    scale.values().fill(i -> 1 + i % 3);
    Node.Top top = x.mul(graph.weight(scale)).topK(k);
    Node loss = top.values().square().sum();
    var program =
        new Program(
            graph,
            List.of(x),
            List.of(loss, top.values(), top.places()),
            Autodiff.gradients(loss, List.of(scale)),
            Map.of());
    // Few different numbers, so that many are equal.
    float[] data = new float[ROWS * LENGTH];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) Math.floor(10 * CounterRandom.uniform(k, i)) - 5;
    }
    PlanCheck.agrees(program, List.of(Tensor.of(Shape.of(ROWS, LENGTH), data)), 0);
  }

  @Test
  void ofOddNumbers() {
    Graph graph = new Graph();
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(6)));
    var program = new Program(graph, List.of(x), List.of(x.topK(4).places()), Map.of(), Map.of());
    float inf = Float.POSITIVE_INFINITY;
    Tensor odd =
        Tensor.of(
            new float[][] {
              {0f, -0f, Float.NaN, -0f, 0f, Float.NaN},
              {-inf, inf, -1, -inf, inf, 0},
              {1, 2, 3, 4, 5, 6},
              {6, 5, 4, 3, 2, 1}
            });
    PlanCheck.agrees(program, List.of(odd), 0);
  }
}
