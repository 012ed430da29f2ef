package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("twin")
class FinitenessTest {
  private static final int[] WIDTHS = {16, 3, 40};
  private static final int WIDTH = Arrays.stream(WIDTHS).sum();
  private static final int GAP = 2;

  private final Graph graph = new Graph();
  private final List<Variable> variables = new ArrayList<>();

  /**
   * Rows of three tables side by side, after two numbers, and a bias, each times a factor that is
   * given: so factors are the gradients.
   */
  private Program program() {
    Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.batchOf(WIDTHS.length)));
    Node factors = graph.input(TensorSpec.of("factors", DType.FLOAT32, Shape.batchOf(GAP + WIDTH)));
    List<Node> parts = new ArrayList<>(List.of(factors.slice(1, 0, GAP)));
    for (int t = 0; t < WIDTHS.length; t++) {
      Node rows = weight(50, WIDTHS[t]).gather(ids.slice(1, t, t + 1));
      parts.add(rows.reshape(-1, WIDTHS[t]));
    }
    Node x = Node.concat(1, parts.toArray(Node[]::new)).add(weight(GAP + WIDTH));
    Node loss = x.mul(factors).sum();
    return new Program(
        graph, graph.inputs(), List.of(loss), Autodiff.gradients(loss, variables), Map.of());
  }

  private Node weight(int... dims) {
    variables.add(new Variable("w" + variables.size(), Shape.of(dims), true));
    return graph.weight(variables.getLast());
  }

  private static List<Value> batch(int rows, float[] factors) {
    int[] ids = new int[rows * WIDTHS.length];
    Arrays.setAll(ids, i -> i % 50);
    return List.of(
        Tensor.of(Shape.of(rows, WIDTHS.length), ids),
        Tensor.of(Shape.of(rows, GAP + WIDTH), factors));
  }

  @Test
  void theFirstVariableWhoseGradientIsNotFiniteIsFoundWhereverItLies() {
    Run run = Plan.compile(program(), Workers.of(2)).newRun();
    for (int rows : new int[] {1, 7, 3000}) {
      float[] factors = new float[rows * (GAP + WIDTH)];
      Arrays.fill(factors, 0.25f);
      run.execute(batch(rows, factors), 0);
      assertThat(run.nonFiniteGradient()).isNull();
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        for (int row : new int[] {0, rows / 2, rows - 1}) {
          for (int column = GAP; column < GAP + WIDTH; column += 5) {
            int place = row * (GAP + WIDTH) + column;
            factors[place] = bad;
            run.execute(batch(rows, factors), 0);
            // The bias takes part of all, and dense gradients come first.
            assertThat(run.nonFiniteGradient()).isSameAs(variables.getLast());
            factors[place] = 0.25f;
          }
        }
      }
    }
  }

  @Test
  void gradientsSideBySideAreToldApart() {
    Program all = program();
    var tables =
        new Program(
            graph,
            graph.inputs(),
            all.outputs(),
            Autodiff.gradients(all.outputs().getFirst(), variables.subList(0, WIDTHS.length)),
            Map.of());
    Run run = Plan.compile(tables, Workers.of(2)).newRun();
    int rows = 3000;
    float[] factors = new float[rows * (GAP + WIDTH)];
    int first = GAP;
    for (int t = 0; t < WIDTHS.length; t++) {
      for (int column : new int[] {first, first + WIDTHS[t] - 1}) {
        int place = (rows - 1) * (GAP + WIDTH) + column;
        factors[place] = Float.NEGATIVE_INFINITY;
        run.execute(batch(rows, factors), 0);
        assertThat(run.nonFiniteGradient()).isSameAs(variables.get(t));
        factors[place] = 0;
      }
      first += WIDTHS[t];
    }
    factors[0] = Float.NaN;
    run.execute(batch(rows, factors), 0);
    assertThat(run.nonFiniteGradient()).as("of a number, not of a table").isNull();
  }
}
