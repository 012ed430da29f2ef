package dev.inlay.engine;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Binary;
import dev.inlay.graph.Combiner;
import dev.inlay.graph.Contraction.MatMul;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Unary;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A program of random ops over a batch: dense and ragged ids into shared tables, matrices of the
 * batch and of no batch, statistics over the batch, and a loss with its gradients.
 */
final class RandomGraph {
  private static final int VOCABULARY = 6;
  private static final int MOST_WIDTH = 12;

  private final Random random;
  private final Graph graph = new Graph();
  private final List<Variable> variables = new ArrayList<>();

  /** Floats whose first axis is the batch. */
  private final List<Node> pool = new ArrayList<>();

  private final Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.batchOf(3)));
  private final Node bags = graph.input(TensorSpec.ragged("bags", DType.INT32));
  private final Node table;

  private RandomGraph(long seed) {
    this.random = new Random(seed);
    this.table = weight(VOCABULARY, 1 + random.nextInt(5));
  }

  /** A program of some ops. */
  static Program of(long seed, int ops) {
    return new RandomGraph(seed).grow(ops);
  }

  /** Values for the program's inputs. */
  static List<Value> batch(Program program, int rows, long seed) {
    Random random = new Random(seed);
    List<Value> values = new ArrayList<>();
    for (Node input : program.inputs()) {
      if (input.isRagged()) {
        int[][] ids = new int[rows][];
        for (int r = 0; r < rows; r++) {
          ids[r] = random.ints(random.nextInt(4), -1, VOCABULARY).toArray();
        }
        values.add(Ragged.of(ids));
      } else if (input.dtype() == DType.INT32) {
        int[] ids = random.ints(rows * (long) input.shape().last(), -1, VOCABULARY).toArray();
        values.add(Tensor.of(Shape.of(rows, input.shape().last()), ids));
      } else {
        Shape shape = input.shape().withDim(0, rows);
        values.add(Tensor.of(shape, floats(random, shape.intSize())));
      }
    }
    return values;
  }

  private static float[] floats(Random random, int n) {
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = random.nextFloat() * 2 - 1;
    }
    return floats;
  }

  private Program grow(int ops) {
    pool.add(graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(4))));
    pool.add(graph.input(TensorSpec.of("y", DType.FLOAT32, Shape.batchOf(2, 3))));
    pool.add(table.gather(ids));
    for (int i = 0; i < ops; i++) {
      Node next = next();
      if (next.shape().rank() > 1 && next.shape().size(1, next.shape().rank()) <= 200) {
        pool.add(random.nextInt(3) == 0 ? next.tanh() : next);
      }
    }
    Node loss = graph.constant(0f);
    List<Node> outputs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Node output = pick();
      outputs.add(output);
      loss = loss.add(output.tanh().square().mean());
    }
    outputs.add(pool.getLast());
    if (random.nextBoolean()) {
      loss = loss.add(table.square().sum().mul(0.1f));
    }
    outputs.add(loss);
    Map<Variable, Node> states = new HashMap<>();
    Variable state = new Variable("state", Shape.SCALAR, false);
    states.put(state, graph.weight(state).mul(0.9f).add(loss.mul(0.1f)));
    return new Program(graph, graph.inputs(), outputs, Autodiff.gradients(loss, variables), states);
  }

  private Node pick() {
    return pool.get(random.nextInt(pool.size()));
  }

  private Node pickMatrix() {
    Node x = pick();
    return x.shape().rank() == 2 ? x : x.reshape(-1, (int) x.shape().size(1, x.shape().rank()));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Node weight(int... dims) {
    Variable variable = new Variable("w" + variables.size(), Shape.of(dims), true);
    variable.assign(Tensor.of(variable.shape(), floats(random, variable.shape().intSize())));
    variables.add(variable);
    return graph.weight(variable);
  }

  private int width() {
    return 1 + random.nextInt(MOST_WIDTH);
  }

  private Node next() {
    Node x = pick();
    Shape shape = x.shape();
    int last = shape.last();
    int axis = 1 + random.nextInt(shape.rank() - 1);
    return switch (random.nextInt(22)) {
      case 0, 1 ->
          x.apply(
              pick(
                  List.of(
                      Unary.RELU,
                      Unary.SIGMOID,
                      Unary.TANH,
                      Unary.SOFTPLUS,
                      Unary.SIN,
                      Unary.ATAN,
                      Unary.ABS)));
      case 2, 3 -> dense(x);
      case 4 ->
          x.apply(
              pick(List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.MIN, Binary.MAX)),
              random.nextBoolean() ? weight(last) : weight(1));
      case 5 -> x.mul(x.tanh()).add(x);
      case 6 -> {
        Node other = pickMatrix();
        Node own = pickMatrix();
        yield Node.concat(1, own, other, own);
      }
      case 7 -> {
        int from = random.nextInt(shape.dim(axis));
        int to = from + 1 + random.nextInt(shape.dim(axis) - from);
        yield x.slice(axis, from, to);
      }
      case 8 -> x.meanKeepingDims(axis).add(x);
      case 9 -> shape.rank() == 3 ? x.transpose(0, 2, 1) : x.reshape(0, 1, last).transpose(0, 2, 1);
      case 10 -> x.softmax();
      case 11 -> normalized(x);
      case 12 -> table.gather(ids.slice(1, 1, 2)).reshape(0, table.shape().last());
      case 13 ->
          graph.add(
              new Lookup.Bag(
                  pick(List.of(Combiner.values())), false, random.nextBoolean() ? 1 : 1e30f * 10),
              table,
              bags);
      case 14 ->
          x.reduceMax(axis)
              .reshape(-1, Math.max(1, (int) shape.size(1, shape.rank()) / shape.dim(axis)));
      case 15 ->
          graph.add(new Reduction.CumSum(axis, random.nextBoolean(), random.nextBoolean()), x);
      case 16 -> graph.add(new Movement.Pad(axis, random.nextInt(3), random.nextInt(3)), x);
      case 17 -> graph.add(new Movement.Reverse(random.nextInt(shape.rank())), x);
      case 18 -> x.greater(0.1f).where(x, x.mul(0.3f));
      case 19 -> products(x);
      case 20 -> x.stopGradient().mul(weight(1));
      default -> x.sub(x.mean()).mul(x.sumKeepingDims(0));
    };
  }

  private Node dense(Node x) {
    Node y = x.matMul(weight(x.shape().last(), width()));
    return random.nextBoolean() ? y.add(weight(y.shape().last())).relu() : y;
  }

  /** Less its mean over all but the last axis, over its deviation. */
  private static Node normalized(Node x) {
    int[] axes = IntStream.range(0, x.shape().rank() - 1).toArray();
    Node centered = x.sub(x.mean(axes));
    return centered.div(centered.square().mean(axes).add(0.1f).sqrt());
  }

  /** Each row's matrix times itself, or all rows against all. */
  private Node products(Node x) {
    if (x.shape().rank() == 3) {
      return random.nextBoolean()
          ? graph.add(new MatMul(false, true), x, x)
          : x.transpose(0, 2, 1).matMul(x);
    }
    Node similarity = graph.add(new MatMul(false, true), x, x.tanh());
    return similarity.mul(0.1f).matMul(x);
  }
}
