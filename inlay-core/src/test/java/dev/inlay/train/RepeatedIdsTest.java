package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables moved by gradients given by hand, in which ids repeat. */
class RepeatedIdsTest {
  private static final float[] START = {1, 2, 3, 5, 7, 11, 0.5f, -0.5f};
  private static final Tensor IDS = Tensor.of(0, 0, 1, 2, 0, 1);
  private static final Tensor GRADIENTS =
      Tensor.of(new float[][] {{3, 1}, {-2, 1}, {1, 1}, {0.5f, 2}, {-1, 0.25f}, {2, -3}});

  private final Variable table = new Variable("embedding/embeddings", Shape.of(4, 2), true);

  private OptimizerState step(Optimizer optimizer, int steps) {
    table.assign(Tensor.of(table.shape(), START));
    Graph graph = new Graph();
    Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.of(-1)));
    Node rows = graph.input(TensorSpec.of("rows", DType.FLOAT32, Shape.of(-1, 2)));
    Map<Variable, Gradient> gradients =
        Map.of(table, new Gradient.Rows(List.of(new Gradient.Gathered(ids, rows))));
    var program = new Program(graph, graph.inputs(), List.of(), gradients, Map.of());
    Run run = Plan.compile(program, Workers.of(1)).newRun();
    OptimizerState state = optimizer.start(gradients);
    for (int i = 0; i < steps; i++) {
      run.execute(List.of(IDS, GRADIENTS), 0, state.slots());
      state.step(run::apply);
      state.flush();
    }
    return state;
  }

  /** What {@code optimizer_rows.py} prints of Keras on TensorFlow. */
  static Stream<Arguments> onTensorFlow() {
    return Stream.of(
        Arguments.of(Adamax.of(0.1f), new float[] {1, 1.7f, 2.7f, 5.15f, 6.7f, 10.7f, 0.5f, -0.5f}),
        Arguments.of(
            Adadelta.of(10),
            new float[] {
              1, 1.9327754f, 2.9424322f, 5.0271378f, 6.9570918f, 10.9570913f, 0.5f, -0.5f
            }),
        Arguments.of(
            Sgd.of(0.1f).withClipvalue(1.5f),
            new float[] {1.3f, 1.325f, 2.25f, 5.15f, 6.85f, 10.55f, 0.5f, -0.5f}),
        Arguments.of(
            Adagrad.of(0.1f).withClipvalue(1.5f),
            new float[] {
              1.0968167f, 1.6478009f, 2.6864414f, 5.0627112f, 6.7967019f, 10.7749014f, 0.5f, -0.5f
            }),
        Arguments.of(
            RmsProp.of(0.1f).withClipvalue(1.5f),
            new float[] {
              1.3145726f, 0.8441864f, 1.9769413f, 5.2046118f, 6.2622634f, 10.2622614f, 0.5f, -0.5f
            }),
        Arguments.of(
            Adadelta.of(10).withClipvalue(1.5f),
            new float[] {
              1.0182964f, 1.9327754f, 2.9404964f, 5.0119004f, 6.9570918f, 10.9570913f, 0.5f, -0.5f
            }),
        Arguments.of(
            Adam.of(0.1f).withClipvalue(1.5f),
            new float[] {
              1.1279194f, 1.5299942f, 2.5839782f, 5.0832043f, 6.7000036f, 10.7000027f, 0.5f, -0.5f
            }));
  }

  @ParameterizedTest
  @MethodSource
  void onTensorFlow(Optimizer optimizer, float[] expected) {
    step(optimizer.withRows(Rows.KERAS_ON_TENSORFLOW), 3);
    assertThat(table.read().data()).containsExactly(expected, within(2e-6f));
  }

  @ParameterizedTest
  @EnumSource(names = {"LAZY", "EXACT", "DENSE"})
  void rowwiseAdagradHasOneNumberForEachRow(Rows rows) {
    var optimizer =
        Adagrad.of(0.1f)
            .withInitialAccumulatorValue(0)
            .withEpsilon(1e-8f)
            .withEpsilonOutside(true)
            .withRowwise(true)
            .withRows(rows);
    OptimizerState state = step(optimizer, 2);
    float[] accumulators = state.tables().get("adagrad/embedding/embeddings/accumulator").array();
    // Sums of gradients: (0, 2.25), (3, -2), (0.5, 2), none.
    double[] means = {2.25 * 2.25 / 2, (9.0 + 4) / 2, (0.25 + 4) / 2, 0};
    double[][] sums = {{0, 2.25}, {3, -2}, {0.5, 2}, {0, 0}};
    for (int row = 0; row < 4; row++) {
      assertThat((double) accumulators[row]).isCloseTo(2 * means[row], within(1e-5));
      double way = means[row] == 0 ? 0 : 0.1 / Math.sqrt(means[row]) * (1 + 1 / Math.sqrt(2));
      for (int i = 0; i < 2; i++) {
        assertThat((double) table.read().data()[row * 2 + i])
            .isCloseTo(START[row * 2 + i] - way * sums[row][i], within(1e-5));
      }
    }
  }

  @Test
  void rowwiseSquaresMayBeSummedApart() {
    var optimizer =
        Adagrad.of(0.1f)
            .withInitialAccumulatorValue(0)
            .withRowwise(true)
            .withRows(Rows.KERAS_ON_TENSORFLOW);
    float[] accumulators =
        step(optimizer, 1).tables().get("adagrad/embedding/embeddings/accumulator").array();
    assertThat(accumulators)
        .containsExactly(
            new float[] {(9 + 1 + 4 + 1 + 1 + 0.0625f) / 2, 7.5f, 2.125f, 0}, within(1e-6f));
  }
}
