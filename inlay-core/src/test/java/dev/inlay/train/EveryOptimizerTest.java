package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Slots;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of tables whichever optimizer moves them, and with whichever options. */
class EveryOptimizerTest {
  private static final int WIDTH = 3;
  private static final int IDS = 12;
  private static final Workers ONE = Workers.of(1);
  private static final Workers THREE = Workers.of(3);

  /** One at least of each class. */
  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          Sgd.of(0.01f),
          Sgd.of(0.01f).withMomentum(0.9f).withNesterov(true),
          RmsProp.of(0.01f),
          RmsProp.of(0.01f).withMomentum(0.9f).withCentered(true),
          Adagrad.of(0.1f),
          Adagrad.of(0.1f).withRowwise(true),
          Adadelta.of(10),
          Adam.of(0.01f),
          Adam.of(0.01f).withAmsgrad(true),
          ScheduleFreeAdamW.of(0.01f),
          Adamax.of(0.01f),
          Nadam.of(0.01f),
          Ftrl.of(0.1f).withRegularization(0.001f, 0.001f),
          Lion.of(0.001f),
          Lamb.of(0.01f),
          Adafactor.of(0.01f),
          Adafactor.of(ExponentialDecay.of(0.01f, 100, 0.9f)),
          Muon.of(0.01f),
          ProximalGradientDescent.of(0.01f).withRegularization(0.001f, 0.01f),
          ProximalAdagrad.of(0.1f).withRegularization(0.001f, 0.01f),
          MultiOptimizer.of(Sgd.of(0.01f)).with("embedding", Adam.of(0.01f)));

  /** Nothing, each option alone, and several of them. */
  private static final List<Options> OPTIONS =
      List.of(
          Options.NONE,
          Options.NONE.withWeightDecay(0.05f, List.of()),
          Options.NONE.withClipping(Options.Clipping.Kind.NORM, 0.5f),
          Options.NONE.withClipping(Options.Clipping.Kind.VALUE, 0.2f),
          Options.NONE.withClipping(Options.Clipping.Kind.GLOBAL_NORM, 0.5f),
          Options.NONE.withEma(new Options.Ema(0.95f, 0)),
          Options.NONE.withEma(new Options.Ema(0.9f, 7)),
          Options.NONE.withAccumulationSteps(3),
          Options.NONE.withLossScale(new Options.LossScale(8, 0)),
          Options.NONE
              .withWeightDecay(0.05f, List.of())
              .withClipping(Options.Clipping.Kind.GLOBAL_NORM, 0.5f)
              .withEma(new Options.Ema(0.95f, 0))
              .withAccumulationSteps(2));

  static Stream<Optimizer> optimizers() {
    return OPTIMIZERS.stream()
        .flatMap(
            optimizer ->
                optimizer instanceof MultiOptimizer
                    ? Stream.of(optimizer)
                    : OPTIONS.stream().map(options -> with(optimizer, options)));
  }

  /** With these options, besides a decay that an optimizer has by itself. */
  private static Optimizer with(Optimizer optimizer, Options options) {
    float decay = optimizer.options().weightDecay();
    return optimizer.withOptions(
        options.weightDecay() == 0 ? options.withWeightDecay(decay, List.of()) : options);
  }

  @Test
  void noneIsForgotten() {
    var classes = OPTIMIZERS.stream().map(Optimizer::getClass).collect(Collectors.toSet());
    for (Class<?> permitted : Optimizer.class.getPermittedSubclasses()) {
      if (permitted != Tuned.class) {
        assertThat(classes).extracting(Class::getName).contains(permitted.getName());
      }
    }
  }

  /**
   * The batches of all steps, the same for every optimizer: they see some of the first rows, the
   * first of them most often.
   */
  private static final class Batches {
    private static final Map<Integer, Batches> BY_ROWS = new ConcurrentHashMap<>();

    private final int rows;
    private final Random random = new Random(11);
    private final List<List<Tensor>> made = new ArrayList<>();

    private Batches(int rows) {
      this.rows = rows;
    }

    static Batches ofFirst(int rows) {
      return BY_ROWS.computeIfAbsent(rows, Batches::new);
    }

    synchronized List<Tensor> at(int step) {
      while (made.size() <= step) {
        made.add(next());
      }
      return made.get(step);
    }

    private List<Tensor> next() {
      int[] ids = new int[IDS];
      float[] g = new float[IDS * WIDTH];
      for (int i = 0; i < IDS; i++) {
        ids[i] = (int) (rows * Math.pow(random.nextDouble(), 3));
        for (int j = 0; j < WIDTH; j++) {
          g[i * WIDTH + j] = (float) (random.nextGaussian() * Math.pow(10, -j));
        }
      }
      float[] ofKernel = new float[IDS * 20];
      for (int i = 0; i < ofKernel.length; i++) {
        ofKernel[i] = (float) random.nextGaussian() / IDS;
      }
      return List.of(
          Tensor.of(ids),
          Tensor.of(Shape.of(IDS, WIDTH), g),
          Tensor.of(Shape.of(IDS, 4, 5), ofKernel));
    }
  }

  /**
   * A table and a weight whose gradients are given, not computed, so that errors don't grow. One
   * machine after the other uses them: a plan knows nothing of optimizers.
   */
  private record Rig(
      Variable table, Variable kernel, Map<Variable, Gradient> gradients, Plan plan) {
    private static final Map<List<Object>, Rig> RIGS = new ConcurrentHashMap<>();

    /** One of several of the same kind, with fresh weights. */
    static Rig of(int number, int rows, Workers workers) {
      Rig rig = RIGS.computeIfAbsent(List.of(number, rows, workers), _ -> Rig.made(rows, workers));
      rig.table.values().fill(i -> (float) Math.sin(i * 0.7 + 1));
      rig.kernel.values().fill(i -> (float) Math.cos(i));
      return rig;
    }

    private static Rig made(int rows, Workers workers) {
      var table = new Variable("embedding/embeddings", Shape.of(rows, WIDTH), true);
      var kernel = new Variable("dense/kernel", Shape.of(4, 5), true);
      var graph = new Graph();
      Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.of(-1)));
      Node ofRows = graph.input(TensorSpec.of("rows", DType.FLOAT32, Shape.of(-1, WIDTH)));
      Node ofKernel = graph.input(TensorSpec.of("kernel", DType.FLOAT32, Shape.of(-1, 4, 5)));
      Node loss =
          graph
              .weight(table)
              .gather(ids)
              .mul(ofRows)
              .sum(0, 1)
              .add(ofKernel.mul(graph.weight(kernel)).sum(0, 1, 2));
      var gradients = Autodiff.gradients(loss, List.of(table, kernel));
      var program = new Program(graph, graph.inputs(), List.of(loss), gradients, Map.of());
      return new Rig(table, kernel, gradients, Plan.compile(program, workers));
    }
  }

  /** An optimizer at work. */
  private static final class Machine {
    final Variable table;
    final Variable kernel;
    final OptimizerState state;
    private final Run run;
    private int steps;

    private Machine(Optimizer optimizer, Rig rig) {
      table = rig.table;
      kernel = rig.kernel;
      run = rig.plan.newRun();
      state = optimizer.start(rig.gradients);
    }

    static Machine first(Optimizer optimizer, int rows, Workers workers) {
      return new Machine(optimizer, Rig.of(1, rows, workers));
    }

    /** One to work beside the first. */
    static Machine second(Optimizer optimizer, int rows, Workers workers) {
      return new Machine(optimizer, Rig.of(2, rows, workers));
    }

    /** A step that sees some of the first rows. */
    void step(int rows) {
      run.execute(Batches.ofFirst(rows).at(steps++), 0, state.slots());
      state.stepScaled(run::apply);
    }

    float[] values() {
      state.flush();
      return table.read().data();
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void exactRowsGoWhereTheWholeTableGoes(Optimizer optimizer) {
    int rows = 60;
    var exact = Machine.first(optimizer.withRows(Rows.EXACT), rows, ONE);
    var dense = Machine.second(optimizer.withRows(Rows.DENSE), rows, ONE);
    float[] start = exact.table.read().data();
    // Options go their way in fewer steps than what an optimizer remembers.
    int steps = OPTIMIZERS.contains(optimizer) ? 300 : 100;
    for (int step = 1; step <= steps; step++) {
      // The last rows are never seen.
      exact.step(rows - 5);
      dense.step(rows - 5);
      if (step == steps / 2) {
        exact.state.flush();
      }
    }
    float way = distance(dense.values(), start);
    assertThat(way).isFinite().isGreaterThan(0.02f);
    float most = 2e-5f * Math.max(1, way);
    assertThat(distance(exact.values(), dense.values())).isLessThanOrEqualTo(most);
    assertThat(distance(exact.kernel.read().data(), dense.kernel.read().data()))
        .isLessThanOrEqualTo(most);
    dense
        .state
        .tables()
        .forEach(
            (name, slot) -> {
              float[] numbers = slot.array();
              float largest = distance(numbers, new float[numbers.length]);
              assertThat(largest).as(name).isFinite();
              assertThat(distance(exact.state.tables().get(name).array(), numbers))
                  .as(name)
                  .isLessThanOrEqualTo(2e-5f * largest + 1e-30f);
            });
    exact.state.finish();
    dense.state.finish();
    assertThat(distance(exact.values(), dense.values())).isLessThanOrEqualTo(most);
  }

  /** The largest difference of two numbers in one place; NaN if one is not a number. */
  private static float distance(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    float largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static boolean isOverwritten(Optimizer optimizer) {
    Options.Ema ema = optimizer.options().ema();
    return ema != null && ema.overwriteFrequency() > 0;
  }

  private static boolean hasAim(Optimizer optimizer) {
    return Mover.of(optimizer, "embedding", Shape.of(2, 2)).hasAim();
  }

  static Stream<Optimizer> byRows() {
    return optimizers()
        // When averages take over, lengths of weights are anybody's.
        .filter(optimizer -> !(isOverwritten(optimizer) && hasAim(optimizer)))
        .flatMap(o -> Stream.of(o.withRows(Rows.LAZY), o.withRows(Rows.EXACT)));
  }

  /**
   * Rows that no step sees are given values that any step would change, and weights that would
   * spoil any sum. They stay to the bit, and nothing is spoilt.
   */
  @ParameterizedTest
  @MethodSource("byRows")
  void aStepTouchesNoRowsButThoseSeen(Optimizer optimizer) {
    int seen = 40;
    int rows = 120;
    var machine = Machine.first(optimizer, rows, ONE);
    // Sums over all rows are made once.
    for (int i = 0; i < 6; i++) {
      machine.step(seen);
    }
    List<Table> tables = new ArrayList<>();
    machine
        .state
        .tables()
        .forEach(
            (name, table) -> {
              if (name.contains("embedding") && table.rows() == rows) {
                tables.add(table);
              }
            });
    for (Table table : tables) {
      Arrays.fill(table.array(), seen * table.width(), rows * table.width(), 0.5f);
    }
    tables.add(machine.table.values());
    Arrays.fill(machine.table.values().array(), 80 * WIDTH, rows * WIDTH, Float.NaN);
    List<float[]> before = tables.stream().map(table -> table.array().clone()).toList();
    for (int i = 0; i < 30; i++) {
      machine.step(seen);
    }
    for (int t = 0; t < tables.size(); t++) {
      float[] now = tables.get(t).array();
      int first = seen * tables.get(t).width();
      assertThat(Arrays.copyOfRange(now, first, now.length))
          .isEqualTo(Arrays.copyOfRange(before.get(t), first, now.length));
      assertThat(distance(Arrays.copyOf(now, first), new float[first])).isFinite();
    }
    assertThat(now(machine)).isNotEqualTo(before.getLast());
    Slots.Entry entry = Objects.requireNonNull(machine.state.slots().entry(machine.table));
    assertThat(entry.sparse()).isIn(Slots.Sparse.LAZY, Slots.Sparse.EXACT, Slots.Sparse.SEEN);
  }

  private static float[] now(Machine machine) {
    return machine.table.values().array();
  }

  static Stream<Optimizer> handedOver() {
    return byRows().filter(optimizer -> WholeStep.isWanted(optimizer) || hasAim(optimizer));
  }

  @ParameterizedTest
  @MethodSource("handedOver")
  void threadsDoNotMatter(Optimizer optimizer) {
    var one = Machine.first(optimizer, 60, ONE);
    var three = Machine.second(optimizer, 60, THREE);
    for (int step = 0; step < 20; step++) {
      one.step(60);
      three.step(60);
    }
    assertThat(three.values()).isEqualTo(one.values());
    assertThat(three.kernel.read().data()).isEqualTo(one.kernel.read().data());
  }

  @ParameterizedTest
  @MethodSource("handedOver")
  void goesOnFromSavedSlots(Optimizer optimizer) {
    int before = 7;
    var first = Machine.first(optimizer, 60, ONE);
    var second = Machine.second(optimizer, 60, ONE);
    for (int step = 0; step < before; step++) {
      first.step(60);
    }
    first.state.flush();
    second.table.values().copyFrom(first.table.values());
    second.kernel.values().copyFrom(first.kernel.values());
    second.state.tables().forEach((name, to) -> to.copyFrom(first.state.tables().get(name)));
    second.state.restore(before);
    second.steps = before;
    for (int step = 0; step < 20; step++) {
      first.step(60);
      second.step(60);
    }
    assertThat(second.values()).containsExactly(first.values(), within(1e-6f));
    assertThat(second.kernel.read().data())
        .containsExactly(first.kernel.read().data(), within(1e-6f));
  }
}
