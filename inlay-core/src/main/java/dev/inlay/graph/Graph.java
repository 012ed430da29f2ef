package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An append-only list of nodes in an order in which they can be computed. Not safe for use from
 * several threads while it grows.
 */
public final class Graph {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Variable, Node> weights = new HashMap<>();
  private final Map<Float, Node> scalars = new HashMap<>();
  private final Map<String, Node> inputs = new LinkedHashMap<>();
  private final Map<Node, Node> captured = new LinkedHashMap<>();
  private final @Nullable Graph around;
  private @Nullable UnaryOperator<Node> rounding;
  private String origin = "";

  public Graph() {
    this(null);
  }

  /**
   * A graph for the body of a loop. Ops in it may take nodes of the graph around it: each of these
   * becomes an input of the body. What is made of such nodes alone goes to the graph around, so
   * that it is computed once, and weights are nodes of the outermost graph.
   *
   * @param around the graph to which the loop will be added, or null for a graph of its own
   */
  Graph(@Nullable Graph around) {
    this.around = around;
    if (around != null) {
      origin = around.origin;
      rounding = around.rounding;
    }
  }

  /** All nodes, in order. */
  public List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** The inputs, in the order in which they were added. */
  public List<Node> inputs() {
    return List.copyOf(inputs.values());
  }

  /** The path of the layer whose nodes are being added; messages name it. */
  public String origin() {
    return origin;
  }

  /** From here on, new nodes come from this layer. */
  public void origin(String path) {
    origin = path;
  }

  /**
   * Adds nodes of which each result of arithmetic is rounded, and each constant that goes into it;
   * what is rounded takes the result's place.
   *
   * @param rounding adds what rounds a node
   * @param nodes adds the nodes
   */
  public <T> T rounded(UnaryOperator<Node> rounding, Supplier<T> nodes) {
    UnaryOperator<Node> before = this.rounding;
    this.rounding = rounding;
    try {
      return nodes.get();
    } finally {
      this.rounding = before;
    }
  }

  /** Whether each op's result is rounded, so that an op that does the work of several won't do. */
  public boolean isRounding() {
    return rounding != null;
  }

  /**
   * A value that each run is given. Asking twice for one name gives one node.
   *
   * @throws IllegalArgumentException if the name is taken by an input of another type or shape
   */
  public Node input(TensorSpec spec) {
    Node known = inputs.get(spec.name());
    if (known != null) {
      if (!((Source.Input) known.op()).spec().equals(spec)) {
        throw new IllegalArgumentException(
            "input \"%s\" is %s and can't also be %s; rename one of them"
                .formatted(spec.name(), ((Source.Input) known.op()).spec(), spec));
      }
      return known;
    }
    Node node = add(new Source.Input(spec), List.of());
    inputs.put(spec.name(), node);
    return node;
  }

  /** The values of a variable: one node for each variable. */
  public Node weight(Variable variable) {
    if (around != null) {
      return around.weight(variable);
    }
    Node known = weights.get(variable);
    if (known == null) {
      known = add(new Source.Weight(variable), List.of());
      weights.put(variable, known);
    }
    return known;
  }

  /** The nodes that read variables. */
  public Map<Variable, Node> weights() {
    return Collections.unmodifiableMap(weights);
  }

  public Node constant(Tensor value) {
    return add(new Source.Constant(value), List.of());
  }

  /** A single number: one node for each number. */
  public Node constant(float value) {
    return scalars.computeIfAbsent(value, v -> constant(Tensor.scalar(v)));
  }

  /**
   * Adds a node.
   *
   * @throws IllegalArgumentException if the inputs' shapes or types don't suit the op
   */
  public Node add(Op op, Node... inputs) {
    return add(op, List.of(inputs));
  }

  /** Adds a node; to the innermost loop's body, if inputs are of bodies of loops in this graph. */
  public Node add(Op op, List<Node> given) {
    for (Node input : given) {
      if (input.graph() != this && input.graph().isWithin(this)) {
        return input.graph().add(op, given);
      }
    }
    List<Node> inputs = given.stream().map(input -> local(op.name(), input)).toList();
    if (!isArithmetic(op) || rounding == null) {
      return append(op, inputs);
    }
    UnaryOperator<Node> function = rounding;
    rounding = null;
    try {
      Node node =
          append(
              op,
              inputs.stream()
                  .map(in -> in.op() instanceof Source.Constant ? number(function, in) : in)
                  .toList());
      return number(function, node);
    } finally {
      rounding = function;
    }
  }

  /** Whether an op computes numbers that weren't there before. */
  private static boolean isArithmetic(Op op) {
    return op instanceof Elementwise
        || op instanceof Reduction
        || op instanceof Contraction
        || op instanceof Window;
  }

  private static Node number(UnaryOperator<Node> rounding, Node node) {
    return node.dtype() == DType.FLOAT32 ? rounding.apply(node) : node;
  }

  private Node append(Op op, List<Node> inputs) {
    checkRagged(op, inputs);
    checkNumbers(op, inputs);
    Shape shape = op.shape(inputs.stream().map(Node::shape).toList());
    DType dtype = op.dtype(inputs.stream().map(Node::dtype).toList());
    Node node = new Node(this, nodes.size(), op, inputs, shape, dtype, origin);
    nodes.add(node);
    return node;
  }

  private boolean isWithin(Graph other) {
    return around == other || (around != null && around.isWithin(other));
  }

  /** The node itself, or the input for it if it belongs to a graph around this one. */
  Node local(String user, Node node) {
    if (node.graph() == this) {
      return node;
    }
    if (around == null) {
      throw new IllegalArgumentException(
          "%s: input %s belongs to another graph".formatted(user, node));
    }
    Node outer = around.local(user, node);
    Node known = captured.get(outer);
    if (known == null) {
      if (outer.isRagged()) {
        throw new IllegalArgumentException(
            "%s in a loop over %s, whose rows differ in length; look it up in front of the loop"
                .formatted(user, outer));
      }
      TensorSpec spec = TensorSpec.of("captured " + captured.size(), outer.dtype(), outer.shape());
      known = add(new Source.Input(spec), List.of());
      captured.put(outer, known);
    }
    return known;
  }

  /** Whether a node comes with each batch, whatever graph brings it. */
  boolean isGiven(Node node) {
    for (var input : captured.entrySet()) {
      if (around != null && input.getValue() == node) {
        return around.isGiven(input.getKey());
      }
    }
    return node.op() instanceof Source.Input;
  }

  /** The nodes of the graph around that this body uses, and for each its input here. */
  Map<Node, Node> captured() {
    return Collections.unmodifiableMap(captured);
  }

  /** Only bags of ids and their weights differ in length from row to row. */
  private static void checkRagged(Op op, List<Node> inputs) {
    boolean bag = op instanceof Lookup.Bag || op instanceof Lookup.BagGrad;
    int from = bag ? 1 : op instanceof Lookup.MultiHot ? 0 : inputs.size();
    int to = op instanceof Lookup.BagGrad ? inputs.size() - 1 : inputs.size();
    for (int i = 0; i < inputs.size(); i++) {
      boolean wanted = from <= i && i < to;
      if (inputs.get(i).isRagged() != wanted) {
        throw new IllegalArgumentException(
            wanted
                ? "%s wants a ragged input, got %s; make it one, or use Gather or OneHot"
                    .formatted(op.name(), inputs.get(i))
                : "%s of %s, whose rows differ in length; look it up with Bag or MultiHot"
                    .formatted(op.name(), inputs.get(i)));
      }
    }
  }

  private static void checkNumbers(Op op, List<Node> inputs) {
    for (Node input : inputs) {
      if (input.dtype() == DType.STRING) {
        throw new IllegalArgumentException(
            "%s of texts, %s; make numbers of them first with TextVectorization, StringLookup or Hashing"
                .formatted(op.name(), input));
      }
      if (input.dtype() == DType.INT8 && !takesBytes(op)) {
        throw new IllegalArgumentException(
            "%s of numbers held in 8 bits, %s; cast them to FLOAT32".formatted(op.name(), input));
      }
    }
  }

  /** Whether an op reads whole numbers of 8 bits as they lie, or a part of them. */
  private static boolean takesBytes(Op op) {
    return op instanceof Lookup.Gather
        || op instanceof Contraction.MatMul
        || op instanceof Elementwise.Cast
        || op instanceof Movement.Reshape
        || op instanceof Movement.Slice;
  }

  /** One line a node: {@code %3 = MatMul(%1, %2) FLOAT32 (None, 64) # dense}. */
  @Override
  public String toString() {
    return nodes.stream().map(Node::describe).collect(Collectors.joining("\n"));
  }
}
