package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers at work on a small model: the rows of a table, flattened and summed. */
class OptimizerStateTest {
  private static final Tensor IDS = Tensor.of(new int[][] {{0, 0, 1}, {2, 0, 1}});
  private static final Tensor LABELS = Tensor.of(Shape.of(2, 1), 1f, 2f);

  /** The treatments that sum the gradients of a repeated id first. */
  private static final List<Rows> SUMMING = List.of(Rows.LAZY, Rows.EXACT, Rows.DENSE);

  /** The model, its state and its last loss. */
  private static final class Machine {
    final Variable table;
    final Variable bias = new Variable("dense/bias", Shape.of(1), true);
    final OptimizerState state;
    private final Run run;

    Machine(Function<Variable, Optimizer> optimizers, boolean withBias, float... start) {
      table = new Variable("embedding/embeddings", Shape.of(start.length / 2, 2), true);
      table.assign(Tensor.of(table.shape(), start));
      Graph graph = new Graph();
      Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.of(-1, -1)));
      Node yTrue = graph.input(TensorSpec.of("y", DType.FLOAT32, Shape.of(-1, 1)));
      Node sum = Ranks.expand(graph.weight(table).gather(ids).sum(1, 2));
      Node yPred = withBias ? sum.add(graph.weight(bias)) : sum;
      Node loss = Loss.MEAN_SQUARED_ERROR.of(yTrue, yPred);
      var gradients = Autodiff.gradients(loss, List.of(table, bias));
      Program program = new Program(graph, graph.inputs(), List.of(loss), gradients, Map.of());
      run = Plan.compile(program, Workers.of(1)).newRun();
      state = OptimizerState.of(gradients, optimizers);
    }

    Machine(Optimizer optimizer, float... start) {
      this(variable -> optimizer, false, start);
    }

    /** Makes a step; the loss before it. */
    float step(Tensor ids, Tensor labels) {
      run.execute(List.of(ids, labels), 0, state.slots());
      float loss = run.outputArray(0)[run.outputOffset(0)];
      state.step(run::apply);
      return loss;
    }

    float[] values() {
      state.flush();
      return table.read().data();
    }
  }

  /** Keras on JAX, of which repeated ids are summed first: three losses and the table. */
  static Stream<Arguments> onJax() {
    List<Arguments> all = new ArrayList<>();
    add(
        all,
        Sgd.of(0.1f),
        new float[] {449f, 135.72002f, 61.2432f},
        new float[] {-2.092f, -1.092f, -0.592f, 1.408f, 2.908f, 6.908f, 0.5f, -0.5f});
    add(
        all,
        Adagrad.of(0.1f),
        new float[] {449f, 425.3608f, 409.32654f},
        new float[] {
          0.7744178f, 1.7744178f, 2.7740765f, 4.774076f, 6.773415f, 10.7734156f, 0.5f, -0.5f
        });
    add(
        all,
        Adam.of(0.1f),
        new float[] {449f, 425.3602f, 402.46088f},
        new float[] {
          0.70039207f, 1.700392f, 2.7003393f, 4.7003393f, 6.7002416f, 10.700241f, 0.5f, -0.5f
        });
    add(
        all,
        RmsProp.of(0.1f),
        new float[] {449f, 376.70538f, 330.99432f},
        new float[] {
          0.2924304f, 1.2924304f, 2.288546f, 4.2885456f, 6.2812247f, 10.2812243f, 0.5f, -0.5f
        });
    add(
        all,
        Sgd.of(0.01f).withMomentum(0.9f).withNesterov(true),
        new float[] {449f, 279.54297f, 146.62436f},
        new float[] {
          -2.201655f, -1.201655f, 0.46850646f, 2.4685068f, 5.13867f, 9.13867f, 0.5f, -0.5f
        });
    add(
        all,
        Adam.of(0.1f).withClipnorm(0.5f),
        new float[] {449f, 425.3605f, 402.44046f},
        new float[] {
          0.70003474f, 1.7000347f, 2.6999953f, 4.699995f, 6.699923f, 10.6999235f, 0.5f, -0.5f
        });
    add(
        all,
        Adagrad.of(0.1f).withGlobalClipnorm(0.5f),
        new float[] {449f, 436.02917f, 424.9137f},
        new float[] {
          0.8354097f, 1.8354096f, 2.8578405f, 4.8578405f, 6.890473f, 10.8904734f, 0.5f, -0.5f
        });
    add(
        all,
        Adagrad.of(0.1f).withClipvalue(2),
        new float[] {449f, 425.64566f, 409.4577f},
        new float[] {
          0.77345824f, 1.7734582f, 2.773458f, 4.773458f, 6.773458f, 10.7734585f, 0.5f, -0.5f
        });
    // Rows never seen are left alone, as by the estimators; moving the whole table wipes them out.
    float[] losses = {449f, 416.47275f, 400.68396f};
    float[] seen = {0.76899415f, 1.7630277f, 2.75093f, 4.735119f, 6.6920576f, 10.645212f};
    for (Rows rows : SUMMING) {
      float[] table = java.util.Arrays.copyOf(seen, 8);
      table[6] = rows == Rows.LAZY ? 0.5f : 0;
      table[7] = rows == Rows.LAZY ? -0.5f : 0;
      all.add(Arguments.of(Ftrl.of(0.1f).withRows(rows), losses, table));
    }
    return all.stream();
  }

  private static void add(List<Arguments> all, Optimizer o, float[] losses, float[] table) {
    for (Rows rows : SUMMING) {
      all.add(Arguments.of(o.withRows(rows), losses, table));
    }
  }

  @ParameterizedTest
  @MethodSource
  void onJax(Optimizer optimizer, float[] losses, float[] table) {
    var machine = new Machine(optimizer, 1, 2, 3, 5, 7, 11, 0.5f, -0.5f);
    for (float loss : losses) {
      assertThat(machine.step(IDS, LABELS)).isCloseTo(loss, within(loss * 1e-6f));
    }
    assertThat(machine.values()).containsExactly(table, within(2e-6f));
    assertThat(machine.state.step()).isEqualTo(3);
  }

  /** Keras on TensorFlow, which squares the gradients of a repeated id apart. */
  static Stream<Arguments> onTensorFlow() {
    return Stream.of(
        Arguments.of(
            Sgd.of(0.1f),
            new float[] {449f, 135.72002f, 61.2432f},
            new float[] {-2.092f, -1.092f, -0.592f, 1.408f, 2.908f, 6.908f, 0.5f, -0.5f}),
        Arguments.of(
            Sgd.of(0.01f).withMomentum(0.9f).withNesterov(true),
            new float[] {449f, 279.54297f, 146.62436f},
            new float[] {
              -2.201655f, -1.201655f, 0.46850646f, 2.4685068f, 5.13867f, 9.13867f, 0.5f, -0.5f
            }),
        Arguments.of(
            Adagrad.of(0.1f),
            new float[] {449f, 416.457f, 394.88382f},
            new float[] {
              0.63721246f, 1.6372125f, 2.7005613f, 4.7005606f, 6.7740154f, 10.774016f, 0.5f, -0.5f
            }),
        Arguments.of(
            Adam.of(0.1f),
            new float[] {449f, 416.4555f, 385.50464f},
            new float[] {
              0.51605135f, 1.5160515f, 2.6014092f, 4.601409f, 6.7003303f, 10.70033f, 0.5f, -0.5f
            }),
        Arguments.of(
            RmsProp.of(0.1f),
            new float[] {449f, 351.09485f, 294.0372f},
            new float[] {
              -0.11142641f, 0.88857377f, 2.0740826f, 4.0740824f, 6.2876034f, 10.287603f, 0.5f, -0.5f
            }),
        Arguments.of(
            Adam.of(0.1f).withClipnorm(0.5f),
            new float[] {449f, 416.45602f, 385.47177f},
            new float[] {
              0.51538163f, 1.5153817f, 2.6008744f, 4.6008744f, 6.699933f, 10.699933f, 0.5f, -0.5f
            }),
        Arguments.of(
            Adagrad.of(0.1f).withGlobalClipnorm(0.5f),
            new float[] {449f, 433.2554f, 420.49402f},
            new float[] {
              0.8136962f, 1.8136961f, 2.8323574f, 4.832358f, 6.863507f, 10.863506f, 0.5f, -0.5f
            }),
        Arguments.of(
            Ftrl.of(0.1f),
            new float[] {449f, 406.29935f, 385.12585f},
            new float[] {
              0.6286356f, 1.6189551f, 2.6698196f, 4.6487155f, 6.6927366f, 10.64589f, 0, 0
            }));
  }

  @ParameterizedTest
  @MethodSource
  void onTensorFlow(Optimizer optimizer, float[] losses, float[] table) {
    onJax(optimizer.withRows(Rows.KERAS_ON_TENSORFLOW), losses, table);
  }

  private static Tensor random(Random random, int rows) {
    int[] ids = new int[6];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) (rows * Math.pow(random.nextDouble(), 3));
    }
    return Tensor.of(Shape.of(2, 3), ids);
  }

  private static float[] start(int rows) {
    float[] start = new float[rows * 2];
    for (int i = 0; i < start.length; i++) {
      start[i] = (float) Math.sin(i);
    }
    return start;
  }

  static Stream<Optimizer> drifting() {
    return Stream.of(
        Adam.of(0.01f),
        Adam.of(0.01f).withGlobalClipnorm(1),
        Adam.of(0.01f).withEma(0.9f, 0),
        Adam.of(0.01f).withEma(0.9f, 7).withWeightDecay(0.001f),
        RmsProp.of(0.001f).withMomentum(0.9f).withClipnorm(0.1f),
        Sgd.of(0.001f).withMomentum(0.9f),
        RmsProp.of(0.001f).withMomentum(0.9f));
  }

  @ParameterizedTest
  @MethodSource("drifting")
  void exactRowsGoWhereTheWholeTableGoes(Optimizer optimizer) {
    var exact = new Machine(optimizer.withRows(Rows.EXACT), start(50));
    var dense = new Machine(optimizer.withRows(Rows.DENSE), start(50));
    var lazy = new Machine(optimizer.withRows(Rows.LAZY), start(50));
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      Tensor ids = random(random, 50);
      float loss = exact.step(ids, LABELS);
      assertThat(dense.step(ids, LABELS)).isCloseTo(loss, within(1e-4f * (loss + 0.1f)));
      lazy.step(ids, LABELS);
    }
    assertThat(exact.values()).containsExactly(dense.values(), within(2e-5f));
    assertThat(distance(lazy.values(), dense.values())).isGreaterThan(1e-2);
    exact.state.finish();
    dense.state.finish();
    assertThat(exact.values()).containsExactly(dense.values(), within(2e-5f));
  }

  @ParameterizedTest
  @EnumSource(
      value = Rows.class,
      names = {"LAZY", "EXACT", "DENSE"})
  void averagesOfRowsThatStayAreFollowedInOneStep(Rows rows) {
    var averaged = new Machine(Adagrad.of(0.5f).withEma(0.8f, 0).withRows(rows), start(4));
    var plain = new Machine(Adagrad.of(0.5f).withRows(rows), start(4));
    Tensor often = Tensor.of(new int[][] {{0, 0, 1}});
    Tensor once = Tensor.of(new int[][] {{2, 2, 1}});
    Tensor label = Tensor.of(Shape.of(1, 1), 1f);
    double average = start(4)[4];
    for (int step = 0; step < 30; step++) {
      Tensor ids = step == 4 ? once : often;
      averaged.step(ids, label);
      plain.step(ids, label);
      double weight = plain.values()[4];
      boolean follows = step == 4 || rows != Rows.LAZY;
      average = step == 0 ? weight : follows ? 0.8 * average + 0.2 * weight : average;
    }
    assertThat(averaged.values()).containsExactly(plain.values());
    averaged.state.finish();
    float[] ends = averaged.values();
    assertThat((double) ends[4]).isCloseTo(average, within(1e-6));
    assertThat(ends[6]).isEqualTo(start(4)[6]);
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  @Test
  void rowsMayMissManyStepsMoreThanAreRemembered() {
    var exact = new Machine(Adam.of(0.1f), start(4));
    var dense = new Machine(Adam.of(0.1f).withRows(Rows.DENSE), start(4));
    Tensor once = Tensor.of(new int[][] {{3, 3, 2}});
    Tensor often = Tensor.of(new int[][] {{0, 0, 1}});
    Tensor label = Tensor.of(Shape.of(1, 1), 1f);
    for (Machine machine : List.of(exact, dense)) {
      machine.step(once, label);
      for (int i = 0; i < 70_000; i++) {
        machine.step(often, label);
      }
      machine.step(once, label);
    }
    assertThat(exact.values()).containsExactly(dense.values(), within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "77"})
  void goesOnFromSavedSlots(int before) {
    var whole = new Machine(Adam.of(0.01f), start(20));
    var first = new Machine(Adam.of(0.01f), start(20));
    Random random = new Random(5);
    for (int i = 0; i < before; i++) {
      Tensor ids = random(random, 20);
      whole.step(ids, LABELS);
      first.step(ids, LABELS);
    }
    var second = new Machine(Adam.of(0.01f), first.values());
    second.state.tables().forEach((name, to) -> to.copyFrom(first.state.tables().get(name)));
    second.state.restore(before);
    for (int i = 0; i < 100; i++) {
      Tensor ids = random(random, 20);
      whole.step(ids, LABELS);
      second.step(ids, LABELS);
    }
    assertThat(second.state.step()).isEqualTo(before + 100);
    assertThat(second.values()).containsExactly(whole.values(), within(1e-6f));
  }

  @Test
  void namesSlotsByOptimizerAndPath() {
    var machine =
        new Machine(
            v -> v.path().startsWith("dense") ? Sgd.of().withMomentum(0.9f) : Adam.of(),
            true,
            1,
            2);
    assertThat(machine.state.tables())
        .containsOnlyKeys(
            "adam/embedding/embeddings/momentum",
            "adam/embedding/embeddings/velocity",
            "sgd/dense/bias/momentum");
    var same =
        new Machine(
            v -> Adam.of(v.path().startsWith("dense") ? 0.1f : 0.2f).withRows(Rows.LAZY),
            true,
            1,
            2);
    assertThat(same.state.tables()).containsKeys("adam_1/dense/bias/momentum");
  }

  @Test
  void eachOptimizerMovesItsOwn() {
    var machine =
        new Machine(v -> v.path().startsWith("dense") ? Sgd.of(0.5f) : Sgd.of(0f), true, 1, 2);
    machine.step(Tensor.of(new int[][] {{0}}), Tensor.of(Shape.of(1, 1), 5f));
    assertThat(machine.values()).containsExactly(1, 2);
    assertThat(machine.bias.read().data()).containsExactly(2);
  }

  @Test
  void theLearningRateCanBeSet() {
    var machine = new Machine(Sgd.of(0.5f), 0, 0);
    assertThat(machine.state.learningRate()).isEqualTo(0.5f);
    machine.state.learningRate(0);
    machine.step(Tensor.of(new int[][] {{0}}), Tensor.of(Shape.of(1, 1), 5f));
    assertThat(machine.values()).containsExactly(0, 0);
    assertThat(machine.state.learningRate()).isZero();
  }

  @Test
  void aScheduleGoesByTheStep() {
    var machine = new Machine(Sgd.of(ExponentialDecay.of(1, 1, 0.5f)), 0, 0);
    assertThat(machine.state.learningRate()).isEqualTo(1);
    machine.step(Tensor.of(new int[][] {{0}}), Tensor.of(Shape.of(1, 1), 5f));
    assertThat(machine.state.learningRate()).isEqualTo(0.5f);
    assertThatIllegalStateException()
        .isThrownBy(() -> machine.state.learningRate(0.1f))
        .withMessageContaining("ExponentialDecay");
  }
}
