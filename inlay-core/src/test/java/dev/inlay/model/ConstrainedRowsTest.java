package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Batch;
import dev.inlay.engine.Slots;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Constraint;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Input;
import dev.inlay.layer.MaxNorm;
import dev.inlay.layer.MinMaxNorm;
import dev.inlay.layer.NonNeg;
import dev.inlay.layer.Scope;
import dev.inlay.layer.UnitNorm;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.train.Adadelta;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Adam;
import dev.inlay.train.AdamW;
import dev.inlay.train.Adamax;
import dev.inlay.train.Ftrl;
import dev.inlay.train.Lamb;
import dev.inlay.train.Lion;
import dev.inlay.train.Loss;
import dev.inlay.train.Nadam;
import dev.inlay.train.Optimizer;
import dev.inlay.train.RmsProp;
import dev.inlay.train.Rows;
import dev.inlay.train.Sgd;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that obey a constraint without being gone through at each step. */
class ConstrainedRowsTest {
  private static final int ROWS = 50;
  private static final int WIDTH = 4;

  private static final List<Constraint> OF_ROWS =
      List.of(NonNeg.of(), MaxNorm.of(0.8, 1), UnitNorm.of(1), MinMaxNorm.of(0.5, 0.8).withAxis(1));

  private static final List<Optimizer> THAT_STAY =
      List.of(Sgd.of(0.2f), Adagrad.of(0.1f), RmsProp.of(0.02f), Adadelta.of(20));

  private static final List<Optimizer> THAT_GO_ONE_WAY =
      List.of(
          Sgd.of(0.1f).withMomentum(0.9f),
          Sgd.of(0.1f).withMomentum(0.9f).withNesterov(true),
          RmsProp.of(0.02f).withMomentum(0.8f),
          Adam.of(0.02f),
          Adam.of(0.02f).withAmsgrad(true),
          AdamW.of(0.02f).withWeightDecay(0.3f),
          Adamax.of(0.02f),
          Nadam.of(0.02f),
          Lion.of(0.01f));

  static Stream<Arguments> byRows() {
    return Stream.concat(
        OF_ROWS.stream().flatMap(c -> THAT_STAY.stream().map(o -> Arguments.of(o, c))),
        THAT_GO_ONE_WAY.stream().map(o -> Arguments.of(o, NonNeg.of())));
  }

  static Stream<Arguments> byTables() {
    return Stream.of(
        Arguments.of(Adam.of(0.02f), MaxNorm.of(0.8, 1)),
        Arguments.of(Sgd.of(0.2f).withWeightDecay(0.1f), UnitNorm.of(1)),
        Arguments.of(Sgd.of(0.2f), MaxNorm.of(2, 0)),
        Arguments.of(Sgd.of(0.2f), MinMaxNorm.of(0.5, 0.8).withAxis(1).withRate(0.5)),
        Arguments.of(Sgd.of(0.2f), (Constraint) variable -> NonNeg.of().apply(variable)),
        Arguments.of(Sgd.of(0.2f).withEma(0.9f, 3), NonNeg.of()),
        Arguments.of(Sgd.of(0.2f).withGradientAccumulation(2), NonNeg.of()),
        Arguments.of(Ftrl.of(0.1f).withRows(Rows.EXACT), NonNeg.of()),
        Arguments.of(Lamb.of(0.02f), NonNeg.of()));
  }

  /** A table that is looked up and pulled to targets, some of them below 0. */
  private static final class Machine {
    final Weights weights = new Weights(3);
    final Trainer trainer;
    final Computation step;
    final Variable table;
    private final Random random = new Random(5);

    Machine(Optimizer optimizer, Constraint constraint) {
      Scope scope = Scope.root(new Graph(), weights, true);
      Embedding embedding = Embedding.of(ROWS, WIDTH).withEmbeddingsConstraint(constraint);
      Node ids = scope.input(TensorSpec.of("ids", DType.INT32, Shape.batchOf(3)));
      Node target = scope.input(TensorSpec.of("y", DType.FLOAT32, Shape.batchOf(3, WIDTH)));
      Node rows = scope.apply(embedding, ids);
      step = Computation.training(scope, rows.sub(target).square().sum(), List.of());
      trainer = Trainer.of(weights, optimizer, 1);
      table = weights.all().getFirst();
      table.values().fill(i -> (float) Math.sin(i * 0.7 + 1));
    }

    void step(int rows) {
      int[] ids = new int[6];
      float[] y = new float[6 * WIDTH];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (int) (rows * Math.pow(random.nextDouble(), 2));
        for (int j = 0; j < WIDTH; j++) {
          y[i * WIDTH + j] = (float) random.nextGaussian();
        }
      }
      var batch =
          Batch.of(
              Map.of(
                  "ids", Tensor.of(Shape.of(2, 3), ids), "y", Tensor.of(Shape.of(2, 3, WIDTH), y)));
      trainer.step(step, step.encode(batch));
    }

    float[] values() {
      trainer.settle();
      return table.read().data();
    }

    Slots.Sparse sparse() {
      trainer.begin(step);
      return Objects.requireNonNull(trainer.state(Map::of).slots().entry(table)).sparse();
    }
  }

  @ParameterizedTest
  @MethodSource({"byRows", "byTables"})
  void endsAsIfTheWholeTableWereMoved(Optimizer optimizer, Constraint constraint) {
    var rows = new Machine(optimizer, constraint);
    var table = new Machine(optimizer.withRows(Rows.DENSE), constraint);
    for (int step = 1; step <= 200; step++) {
      rows.step(ROWS - 5);
      table.step(ROWS - 5);
      if (step % 70 == 0) {
        assertThat(rows.values()).containsExactly(table.values(), within(2e-5f));
      }
      if (step == 140) {
        // From outside: as an update would, it is undone.
        rows.table.values().array()[(ROWS - 1) * WIDTH] = -3;
        table.table.values().array()[(ROWS - 1) * WIDTH] = -3;
      }
    }
    assertThat(rows.values()).containsExactly(table.values(), within(2e-5f));
  }

  @ParameterizedTest
  @MethodSource("byRows")
  void rowsThatAreNotSeenAreNotLookedAt(Optimizer optimizer, Constraint constraint) {
    var machine = new Machine(optimizer, constraint);
    assertThat(machine.sparse()).isIn(Slots.Sparse.LAZY, Slots.Sparse.EXACT);
    machine.step(10);
    float[] values = machine.table.values().array();
    int unseen = (ROWS - 1) * WIDTH;
    values[unseen] = -3;
    machine.step(10);
    assertThat(values[unseen]).isEqualTo(-3);
  }

  @ParameterizedTest
  @MethodSource("byTables")
  void othersMoveTheTable(Optimizer optimizer, Constraint constraint) {
    assertThat(new Machine(optimizer, constraint).sparse())
        .isIn(Slots.Sparse.DENSE, Slots.Sparse.WHOLE);
  }

  @Test
  void lazyRowsAlwaysObeyByThemselves() {
    for (Constraint constraint : OF_ROWS) {
      var machine = new Machine(Adam.of(0.02f).withRows(Rows.LAZY), constraint);
      assertThat(machine.sparse()).isEqualTo(Slots.Sparse.LAZY);
      for (int step = 0; step < 50; step++) {
        machine.step(ROWS);
      }
      float[] before = machine.values();
      constraint.apply(machine.table);
      assertThat(machine.values()).containsExactly(before, within(2e-6f));
    }
  }

  @Test
  void whatObeysCountsInTheCommonNormOfAllGradients() {
    Tensor x = Tensor.of(Shape.of(2, 2), 3, 1, -2, 4);
    Tensor y = Tensor.of(Shape.of(2, 1), 5, -7);
    // Keras's epsilon alone makes vectors shorter that a bound is far from.
    assertThat(trained(x, y, MaxNorm.of(1000, 0)))
        .containsExactly(trained(x, y, null), within(1e-5f));
  }

  private static float[] trained(Tensor x, Tensor y, @Nullable Constraint constraint) {
    Model model =
        Sequential.of(
            Input.of("x", DType.FLOAT32, 2),
            Dense.of(3).withKernelConstraint(constraint).named("a"),
            Dense.of(1).named("b"));
    model.compile(Sgd.of(0.1f).withGlobalClipnorm(0.5f), Loss.MEAN_SQUARED_ERROR);
    for (int step = 0; step < 5; step++) {
      model.trainOnBatch(x, y);
    }
    return model.weight("b/kernel").data();
  }
}
