package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What looks at all of a weight, or at all gradients, gives the same bits on any number of threads.
 */
class WholeWeightsTest {
  private static final int ROWS = 3_000;
  private static final int WIDTH = 24;
  private static final int IDS = 900;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Lamb.of(0.01f),
        Adafactor.of(0.01f),
        Muon.of(0.01f).withOthers(Muon.Others.DEFAULT.withLayers(false)),
        Muon.of(0.01f).withGlobalClipnorm(0.5f),
        Adam.of(0.01f).withClipnorm(0.5f),
        Adam.of(0.01f).withGlobalClipnorm(0.5f),
        Adagrad.of(0.01f).withClipvalue(0.01f),
        Adam.of(0.01f).withGlobalClipnorm(0.5f).withRows(Rows.DENSE),
        Adam.of(0.01f).withEma(0.9f, 2),
        Sgd.of(0.01f).withGradientAccumulation(2));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void threadsDoNotMatter(Optimizer optimizer) {
    float[][] one = train(optimizer, Workers.of(1));
    float[][] three = train(optimizer, Workers.of(3));
    assertThat(three[0]).isEqualTo(one[0]);
    assertThat(three[1]).isEqualTo(one[1]);
  }

  private static float number(int i) {
    return (float) Math.sin(i * 0.7 + 1);
  }

  private static float[][] train(Optimizer optimizer, Workers workers) {
    var kernel = new Variable("dense/kernel", Shape.of(200, 300), true);
    var table = new Variable("embedding/embeddings", Shape.of(ROWS, WIDTH), true);
    kernel.values().fill(i -> number((int) i));
    table.values().fill(i -> number((int) i + 5));
    var graph = new Graph();
    Node dense = graph.input(TensorSpec.of("dense", DType.FLOAT32, kernel.shape()));
    Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.of(-1)));
    Node rows = graph.input(TensorSpec.of("rows", DType.FLOAT32, Shape.of(-1, WIDTH)));
    Map<Variable, Gradient> gradients = new LinkedHashMap<>();
    gradients.put(kernel, new Gradient.Dense(dense));
    gradients.put(table, new Gradient.Rows(List.of(new Gradient.Gathered(ids, rows))));
    var program = new Program(graph, graph.inputs(), List.of(), gradients, Map.of());
    Run run = Plan.compile(program, workers).newRun();
    OptimizerState state = optimizer.start(gradients);
    for (int step = 0; step < 4; step++) {
      int from = step * 1_000;
      int[] looked = new int[IDS];
      for (int i = 0; i < IDS; i++) {
        looked[i] = (from + i * i) % ROWS;
      }
      run.execute(
          List.of(
              filled(kernel.shape(), from),
              Tensor.of(looked),
              filled(Shape.of(IDS, WIDTH), from + 7)),
          0,
          state.slots());
      state.step(run::apply);
      // No lookup reads the rows before they are moved, so they catch up here.
      state.flush();
    }
    return new float[][] {kernel.read().data(), table.read().data()};
  }

  private static Tensor filled(Shape shape, int from) {
    float[] data = new float[shape.intSize()];
    for (int i = 0; i < data.length; i++) {
      data[i] = number(from + i) / 10;
    }
    return Tensor.of(shape, data);
  }
}
