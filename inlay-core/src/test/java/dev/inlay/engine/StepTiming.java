package dev.inlay.engine;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.Moments;
import dev.inlay.kernel.Updates;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Times the steps of the reference workloads on hand-built graphs, without layers or data feeding:
 * {@code StepTiming [workload] [seconds] [threads]}. Not a test: a tool for whoever works on the
 * engine.
 */
final class StepTiming {
  private static final int BATCHES = 16;

  /** On a busy machine, one thread's processor time says more than the clock. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final Graph graph = new Graph();
  private final Random random = new Random(1);
  private final List<Variable> variables = new ArrayList<>();
  private final List<List<Value>> batches = new ArrayList<>();

  private StepTiming() {}

  public static void main(String[] args) {
    String workload = args.length > 0 ? args[0] : "S2";
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 5;
    int threads =
        args.length > 2 ? Integer.parseInt(args[2]) : Runtime.getRuntime().availableProcessors();
    var timing = new StepTiming();
    switch (workload) {
      case "S2" -> timing.train(timing.seed(false), 32, true, seconds, threads);
      case "S3" -> timing.train(timing.seed(true), 32, true, seconds, threads);
      case "C1" ->
          timing.train(timing.clicks(8, 1000, 8, 5, 100, 50), 256, false, seconds, threads);
      case "C2" ->
          timing.train(
              timing.clicks(26, 100_000, 16, 13, 512, 256, 128), 2048, false, seconds, threads);
      case "V4" -> timing.train(timing.vocabulary(10_000), 1024, true, seconds, threads);
      case "V5" -> timing.train(timing.vocabulary(100_000), 1024, true, seconds, threads);
      case "V6" -> timing.train(timing.vocabulary(1_000_000), 1024, true, seconds, threads);
      case "I1" ->
          timing.predict(timing.clicks(26, 100_000, 16, 13, 512, 256, 128), 1, seconds, threads);
      case "IB" ->
          timing.predict(timing.clicks(26, 100_000, 16, 13, 512, 256, 128), 2048, seconds, threads);
      default -> throw new IllegalArgumentException(workload);
    }
  }

  private record Model(List<Node> inputs, List<Integer> vocabularies, Node prediction, Node loss) {}

  private Model seed(boolean numbers) {
    Node id = graph.input(TensorSpec.of("id", DType.INT32, Shape.batchOf(1)));
    Node x = weight("table", 1000, 128).gather(id).reshape(-1, 128);
    List<Node> inputs = new ArrayList<>(List.of(id));
    if (numbers) {
      Node n = graph.input(TensorSpec.of("numbers", DType.FLOAT32, Shape.batchOf(5)));
      inputs.add(n);
      x = Node.concat(1, x, n);
    }
    Node y = dense(dense(x, 64).relu(), 1);
    return squared(inputs, List.of(1000), y);
  }

  private Model vocabulary(int size) {
    Node id = graph.input(TensorSpec.of("id", DType.INT32, Shape.batchOf(1)));
    Node x = weight("table", size, 64).gather(id).reshape(-1, 64);
    return squared(List.of(id), List.of(size), dense(dense(x, 64).relu(), 1));
  }

  private Model squared(List<Node> inputs, List<Integer> vocabularies, Node y) {
    Node labels = graph.input(TensorSpec.of("labels", DType.FLOAT32, Shape.batchOf(1)));
    List<Node> all = new ArrayList<>(inputs);
    all.add(labels);
    return new Model(all, vocabularies, y, y.sub(labels).square().mean());
  }

  private Model clicks(int columns, int size, int width, int numbers, int... hidden) {
    List<Node> inputs = new ArrayList<>();
    List<Node> parts = new ArrayList<>();
    List<Integer> vocabularies = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      Node id = graph.input(TensorSpec.of("id" + i, DType.INT32, Shape.batchOf(1)));
      inputs.add(id);
      vocabularies.add(size);
      parts.add(weight("table" + i, size, width).gather(id).reshape(-1, width));
    }
    Node n = graph.input(TensorSpec.of("numbers", DType.FLOAT32, Shape.batchOf(numbers)));
    inputs.add(n);
    parts.add(n);
    Node x = Node.concat(1, parts.toArray(Node[]::new));
    for (int units : hidden) {
      x = dense(x, units).relu();
    }
    Node y = dense(x, 1);
    Node labels = graph.input(TensorSpec.of("labels", DType.FLOAT32, Shape.batchOf(1)));
    inputs.add(labels);
    Node loss = graph.add(new CrossEntropy.SigmoidCrossEntropy(), y, labels).mean();
    return new Model(inputs, vocabularies, y.sigmoid(), loss);
  }

  private Node dense(Node x, int units) {
    Node kernel = weight("kernel" + variables.size(), x.shape().last(), units);
    return x.matMul(kernel).add(weight("bias" + variables.size(), units));
  }

  private Node weight(String path, int... dims) {
    Variable variable = new Variable(path, Shape.of(dims), true);
    float[] values = variable.values().array();
    double scale = dims.length == 1 ? 0 : path.startsWith("table") ? 0.1 : Math.sqrt(3.0 / dims[0]);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((random.nextDouble() * 2 - 1) * scale);
    }
    variables.add(variable);
    return graph.weight(variable);
  }

  private void feed(Model model, int rows) {
    for (int b = 0; b < BATCHES; b++) {
      List<Value> batch = new ArrayList<>();
      for (Node input : model.inputs()) {
        int width = input.shape().last();
        if (input.dtype() == DType.INT32) {
          int size = model.vocabularies().get(batch.size());
          int[] ids = new int[rows];
          Arrays.setAll(ids, _ -> (int) (size * Math.pow(random.nextDouble(), 3)));
          batch.add(Tensor.of(Shape.of(rows, 1), ids));
        } else {
          float[] x = new float[rows * width];
          for (int i = 0; i < x.length; i++) {
            x[i] =
                batch.size() == model.inputs().size() - 1 ? random.nextInt(2) : random.nextFloat();
          }
          batch.add(Tensor.of(Shape.of(rows, width), x));
        }
      }
      batches.add(batch);
    }
  }

  private void train(Model model, int rows, boolean adam, double seconds, int threads) {
    feed(model, rows);
    var program =
        new Program(
            graph,
            model.inputs(),
            List.of(model.loss()),
            Autodiff.gradients(model.loss(), variables),
            Map.of());
    long begin = System.nanoTime();
    Run run = Plan.compile(program, Workers.of(threads)).newRun();
    System.out.printf("compiled in %.1f ms%n", (System.nanoTime() - begin) / 1e6);
    Slots slots = slots(adam);
    long executing = 0;
    long steps = 0;
    long warm = System.nanoTime() + (long) (Math.max(2, seconds / 2) * 1e9);
    long start = 0;
    long end = Long.MAX_VALUE;
    float loss = 0;
    long cpu = 0;
    long least = Long.MAX_VALUE;
    long leastExecute = Long.MAX_VALUE;
    long leastApply = Long.MAX_VALUE;
    for (long now = begin; now < end; steps++) {
      if (start == 0 && now > warm) {
        start = now;
        end = now + (long) (seconds * 1e9);
        steps = 0;
        executing = 0;
        cpu = CPU.getCurrentThreadCpuTime();
      }
      for (Slots.Entry e : slots.entries()) {
        e.hyper()[0] = adam ? 1e-3f : 0.01f;
      }
      long before = System.nanoTime();
      run.execute(batches.get((int) (steps % BATCHES)), steps);
      loss = run.outputArray(0)[run.outputOffset(0)];
      long between = System.nanoTime();
      executing += between - before;
      run.apply(slots);
      now = System.nanoTime();
      least = Math.min(least, now - before);
      leastExecute = Math.min(leastExecute, between - before);
      leastApply = Math.min(leastApply, now - between);
      if (steps == 0 && start == 0) {
        System.out.printf("first step %.1f ms%n", (now - before) / 1e6);
      }
    }
    double each = (System.nanoTime() - start) / 1e3 / steps;
    cpu = CPU.getCurrentThreadCpuTime() - cpu;
    System.out.printf(
        "at best %.1f us a step (%.1f execute, %.1f apply); %.1f us of the caller's processor%n",
        least / 1e3, leastExecute / 1e3, leastApply / 1e3, cpu / 1e3 / steps);
    System.out.printf(
        "%.1f us a step (%.1f execute, %.1f apply), %,.0f steps/s, %,.0f samples/s; loss %.4f%n",
        each,
        executing / 1e3 / steps,
        each - executing / 1e3 / steps,
        1e6 / each,
        rows * 1e6 / each,
        loss);
  }

  private void predict(Model model, int rows, double seconds, int threads) {
    feed(model, rows);
    var program =
        new Program(graph, model.inputs(), List.of(model.prediction()), Map.of(), Map.of());
    Run run = Plan.compile(program, Workers.of(threads)).newRun();
    long[] times = new long[1 << 20];
    int count = 0;
    int all = 0;
    long begin = System.nanoTime();
    for (long now = begin; now < begin + (long) (seconds * 1.5e9); all++) {
      long before = System.nanoTime();
      run.execute(batches.get(all % BATCHES), 0);
      now = System.nanoTime();
      if (now > begin + (long) (seconds * 0.5e9) && count < times.length) {
        times[count++] = now - before;
      }
    }
    Arrays.sort(times, 0, count);
    double p50 = times[count / 2] / 1e3;
    System.out.printf(
        "p50 %.1f us, p99 %.1f us, %,.0f samples/s%n",
        p50, times[count - 1 - count / 100] / 1e3, rows * 1e6 / p50);
  }

  private Slots slots(boolean adam) {
    Updates updates = Kernels.best().updates();
    Moments moments = Kernels.best().moments();
    UpdateRule rule =
        new UpdateRule() {
          @Override
          public int slots() {
            return adam ? 2 : 1;
          }

          @Override
          public void update(
              float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
            if (adam) {
              moments.adam(
                  w, at, slots[0], at, slots[1], at, g, from, n, hyper[0], 0.9f, 0.999f, 1e-7f);
            } else {
              updates.adagrad(w, at, slots[0], at, g, from, n, hyper[0], 1e-7f, true);
            }
          }
        };
    List<Slots.Entry> entries = new ArrayList<>();
    for (Variable v : variables) {
      List<Table> tables = new ArrayList<>();
      for (int s = 0; s < rule.slots(); s++) {
        tables.add(new Table(v.values().rows(), v.values().width()));
      }
      if (!adam) {
        Arrays.fill(tables.getFirst().array(), 0.1f);
      }
      entries.add(Slots.Entry.of(v, rule, Slots.Sparse.LAZY, tables, new float[1]));
    }
    return new Slots(entries);
  }
}
