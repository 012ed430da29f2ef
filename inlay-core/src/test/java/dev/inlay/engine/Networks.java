package dev.inlay.engine;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small network over ids and numbers, as most models are, with its data and an optimizer. */
final class Networks {
  static final int IDS = 3;
  static final int VOCABULARY = 50;
  static final int NUMBERS = 4;

  /** Learning rate and momentum. */
  private static final float[] HYPER = {0.05f, 0.9f};

  private static final float[] ZEROS = new float[64];

  private Networks() {}

  /** A program with the variables that it trains. */
  record Network(Program program, List<Variable> variables) {
    /** The present values of all variables. */
    List<Tensor> weights() {
      return variables.stream().<Tensor>map(Variable::read).toList();
    }
  }

  /**
   * Embeddings of three ids (two of one table) beside numbers, dense layers with ReLU, and a mean
   * squared error.
   */
  static Network mlp(int width, int... hidden) {
    Graph graph = new Graph();
    Random random = new Random(5);
    List<Variable> variables = new ArrayList<>();
    Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.batchOf(IDS)));
    Node numbers = graph.input(TensorSpec.of("numbers", DType.FLOAT32, Shape.batchOf(NUMBERS)));
    Node labels = graph.input(TensorSpec.of("labels", DType.FLOAT32, Shape.batchOf(1)));
    Node one = weight(graph, variables, random, "one", VOCABULARY, width);
    Node other = weight(graph, variables, random, "other", VOCABULARY, width);
    Node x =
        Node.concat(
            1,
            one.gather(ids.slice(1, 0, 1)).reshape(-1, width),
            numbers,
            other.gather(ids.slice(1, 1, 2)).reshape(-1, width),
            one.gather(ids.slice(1, 2, 3)).reshape(-1, width));
    for (int units : hidden) {
      x = dense(graph, variables, random, x, units).relu();
    }
    Node y = dense(graph, variables, random, x, 1);
    Node loss = y.sub(labels).square().mean();
    var program =
        new Program(
            graph, graph.inputs(), List.of(loss, y), Autodiff.gradients(loss, variables), Map.of());
    return new Network(program, variables);
  }

  private static Node dense(
      Graph graph, List<Variable> variables, Random random, Node x, int units) {
    String name = "dense" + variables.size();
    Node kernel = weight(graph, variables, random, name + "/kernel", x.shape().last(), units);
    Node bias = weight(graph, variables, random, name + "/bias", units);
    return x.matMul(kernel).add(bias);
  }

  private static Node weight(
      Graph graph, List<Variable> variables, Random random, String path, int... dims) {
    Variable variable = new Variable(path, Shape.of(dims), true);
    float[] values = variable.values().array();
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextFloat() - 0.5f) / (float) Math.sqrt(dims[0]) * 3;
    }
    variables.add(variable);
    return graph.weight(variable);
  }

  /** A batch for {@link #mlp}; some ids are missing. */
  static List<Value> batch(int rows, long seed) {
    Random random = new Random(seed);
    int[] ids = new int[rows * IDS];
    float[] numbers = new float[rows * NUMBERS];
    float[] labels = new float[rows];
    Arrays.setAll(ids, _ -> random.nextInt(VOCABULARY + 1) - 1);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextFloat();
    }
    return List.of(
        Tensor.of(Shape.of(rows, IDS), ids),
        Tensor.of(Shape.of(rows, NUMBERS), numbers),
        Tensor.of(Shape.of(rows, 1), labels));
  }

  /** Momentum, so that a row's slot goes on moving it where its gradient is zero. */
  static Slots momentum(List<Variable> variables, Slots.Sparse sparse) {
    UpdateRule rule =
        new UpdateRule() {
          @Override
          public int slots() {
            return 1;
          }

          @Override
          public void update(
              float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
            for (int i = 0; i < n; i++) {
              slots[0][at + i] = hyper[1] * slots[0][at + i] + g[from + i];
              w[at + i] -= hyper[0] * slots[0][at + i];
            }
          }

          @Override
          public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
            for (int step = after; step < upTo; step++) {
              update(w, slots, at, ZEROS, 0, n, HYPER);
            }
          }
        };
    return new Slots(
        variables.stream()
            .map(
                v -> {
                  Table t = v.values();
                  var slot = Collections.singletonList(new Table(t.rows(), t.width()));
                  return Slots.Entry.of(v, rule, sparse, slot, HYPER);
                })
            .toList());
  }
}
