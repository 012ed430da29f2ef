package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What optimizers do beside their own arithmetic, worked out by hand. */
class OptionsTest {
  /** A weight and a table of three rows of which a step sees some. */
  private static final class Two {
    final Variable bias = new Variable("dense/bias", Shape.of(2), true);
    final Variable table = new Variable("embedding/embeddings", Shape.of(3, 1), true);
    final OptimizerState state;
    private final Run run;

    Two(Optimizer optimizer) {
      bias.assign(Tensor.of(1f, -1f));
      table.assign(Tensor.of(Shape.of(3, 1), 1f, 1f, 1f));
      var graph = new Graph();
      Node g = graph.input(TensorSpec.of("g", DType.FLOAT32, Shape.of(2)));
      Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.of(Shape.UNKNOWN)));
      Node rows = graph.input(TensorSpec.of("rows", DType.FLOAT32, Shape.of(Shape.UNKNOWN, 1)));
      Map<Variable, Gradient> gradients = new LinkedHashMap<>();
      gradients.put(bias, new Gradient.Dense(g));
      gradients.put(table, new Gradient.Rows(List.of(new Gradient.Gathered(ids, rows))));
      state = optimizer.start(gradients);
      var program = new Program(graph, graph.inputs(), List.of(), gradients, Map.of());
      run = Plan.compile(program, Workers.of(1)).newRun();
    }

    Two step(float first, float second, int id, float row) {
      run.execute(
          List.of(
              Tensor.of(first, second), Tensor.of(Shape.of(1), id), Tensor.of(Shape.of(1, 1), row)),
          0,
          state.slots());
      state.step(run::apply);
      // No lookup reads the rows before they are moved, so they catch up here.
      state.flush();
      return this;
    }

    float[] bias() {
      return bias.read().data();
    }

    float[] table() {
      state.flush();
      return table.read().data();
    }
  }

  @Test
  void eachGradientIsShortenedToItsNorm() {
    Two two = new Two(Sgd.of(1).withClipnorm(1)).step(3, 4, 1, 0.5f);
    assertThat(two.bias()).containsExactly(new float[] {1 - 0.6f, -1 - 0.8f}, within(1e-6f));
    assertThat(two.table()).containsExactly(1, 0.5f, 1);
  }

  @Test
  void allGradientsAreShortenedTogether() {
    Two two = new Two(Sgd.of(1).withGlobalClipnorm(6.5f)).step(3, 4, 1, 12);
    assertThat(two.bias()).containsExactly(new float[] {1 - 1.5f, -1 - 2}, within(1e-6f));
    assertThat(two.table()).containsExactly(new float[] {1, 1 - 6, 1}, within(1e-6f));
  }

  @Test
  void eachNumberIsClipped() {
    Two two = new Two(Sgd.of(1).withClipvalue(0.5f)).step(3, -4, 1, 0.25f);
    assertThat(two.bias()).containsExactly(0.5f, -0.5f);
    assertThat(two.table()).containsExactly(1, 0.75f, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"EXACT", "DENSE"})
  void weightsDecayButForTheExceptions(Rows rows) {
    Optimizer optimizer = Sgd.of(0.5f).withWeightDecay(0.2f, "bias").withRows(rows);
    Two two = new Two(optimizer).step(1, 1, 1, 1).step(0, 0, 0, 0);
    assertThat(two.bias()).containsExactly(0.5f, -1.5f);
    assertThat(two.table()).containsExactly(new float[] {0.81f, 0.36f, 0.81f}, within(1e-6f));
  }

  @Test
  void lazyRowsDecayOnlyWhenSeen() {
    Two two = new Two(Sgd.of(0.5f).withWeightDecay(0.2f).withRows(Rows.LAZY)).step(0, 0, 1, 0);
    assertThat(two.table()).containsExactly(new float[] {1, 0.9f, 1}, within(1e-6f));
  }

  @Test
  void gradientsAreSummedUpOverSteps() {
    Two two = new Two(Sgd.of(1).withGradientAccumulation(2)).step(1, 0, 0, 4);
    assertThat(two.bias()).containsExactly(1, -1);
    assertThat(two.table()).containsExactly(1, 1, 1);
    two.step(3, 1, 2, 2);
    assertThat(two.bias()).containsExactly(-1, -1.5f);
    assertThat(two.table()).containsExactly(-1, 1, 0);
    assertThat(two.state.step()).isEqualTo(2);
    assertThat(two.state.tables()).containsKeys("sgd/dense/bias/gradient_accumulator");
  }

  @Test
  void anAverageFollowsAndTakesOver() {
    Two two = new Two(Sgd.of(1).withEma(0.5f, 0)).step(1, 0, 0, 0).step(1, 0, 0, 0);
    // 0 after the first step, -1 after the second.
    assertThat(two.bias()[0]).isEqualTo(-1);
    two.state.finish();
    assertThat(two.bias()[0]).isEqualTo(-0.5f);
  }

  @Test
  void anAverageMayTakeOverAgainAndAgain() {
    Two two = new Two(Sgd.of(1).withEma(0.5f, 2)).step(1, 0, 0, 0).step(1, 0, 0, 0);
    assertThat(two.bias()[0]).isEqualTo(-0.5f);
  }

  @Test
  void aStepWithoutFiniteGradientsHalvesTheScale() {
    var scale = new Options.LossScale(4, 2);
    Two two = new Two(Sgd.of(1).withOptions(Options.NONE.withLossScale(scale)));
    two.run.execute(
        List.of(
            Tensor.of(Float.POSITIVE_INFINITY, 0f),
            Tensor.of(Shape.of(1), 0),
            Tensor.of(Shape.of(1, 1), 0f)),
        0,
        two.state.slots());
    two.state.stepScaled(two.run::apply);
    assertThat(two.bias()).containsExactly(1, -1);
    two.run.execute(
        List.of(Tensor.of(1f, 0f), Tensor.of(Shape.of(1), 0), Tensor.of(Shape.of(1, 1), 0f)),
        0,
        two.state.slots());
    two.state.stepScaled(two.run::apply);
    assertThat(two.bias()).containsExactly(0.5f, -1);
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Adam.of().withWeightDecay(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Adam.of().withEma(2, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Adam.of().withGradientAccumulation(0));
  }
}
