package dev.inlay.graph;

import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a program means: every op by its definition, one element at a time. It is slow and plain on
 * purpose; the engine is tested against it. Each op is computed in doubles from its inputs, then
 * rounded to the type of the node.
 */
public final class Interpreter {
  private final Map<Node, Numbers> values = new HashMap<>();
  private final long key;
  private final boolean exact;

  private Interpreter(long key, boolean exact) {
    this.key = key;
    this.exact = exact;
  }

  /**
   * What a run gives.
   *
   * @param outputs the program's outputs
   * @param gradients for each variable, the gradient for all of its elements; that of rows is
   *     summed by id, in the order in which the ids occur
   * @param assignments the new values of states; the states themselves are not touched
   */
  public record Run(
      List<Tensor> outputs,
      Map<Variable, Tensor.FloatTensor> gradients,
      Map<Variable, Tensor.FloatTensor> assignments) {}

  /**
   * Runs a program.
   *
   * @param inputs a value for each of the program's inputs, in their order
   * @param key what random numbers depend on
   * @throws IllegalArgumentException if an input's type or shape isn't the one wanted, or an id
   *     lies beyond its table
   */
  public static Run run(Program program, List<? extends Value> inputs, long key) {
    var interpreter = new Interpreter(key, false);
    interpreter.evaluate(program, inputs);
    Map<Variable, Tensor.FloatTensor> gradients = new LinkedHashMap<>();
    program
        .gradients()
        .forEach((variable, g) -> gradients.put(variable, interpreter.whole(variable, g).floats()));
    Map<Variable, Tensor.FloatTensor> assignments = new LinkedHashMap<>();
    program
        .assignments()
        .forEach((variable, n) -> assignments.put(variable, interpreter.value(n).floats()));
    return new Run(
        program.outputs().stream().map(n -> interpreter.value(n).tensor(n.dtype())).toList(),
        gradients,
        assignments);
  }

  /**
   * The first node, in the graph's order, that holds a NaN or an infinity though none of its inputs
   * does: where a loss went wrong. Constants are never to blame; of a table, only the rows that are
   * looked up are seen, as part of the lookup.
   */
  public static Optional<Node> firstNonFinite(
      Program program, List<? extends Value> inputs, long key) {
    var interpreter = new Interpreter(key, false);
    interpreter.evaluate(program, inputs);
    Map<Node, Numbers> values = interpreter.values;
    return program.graph().nodes().stream()
        .filter(n -> values.containsKey(n) && !(n.op() instanceof Source.Constant))
        .filter(n -> !interpreter.value(n).isFinite())
        .filter(n -> n.inputs().stream().map(values::get).allMatch(v -> v == null || v.isFinite()))
        .findFirst();
  }

  /** Values and gradients without any rounding to floats, to differentiate numerically. */
  static Map<Node, Numbers> exactly(Program program, List<? extends Value> inputs, long key) {
    var interpreter = new Interpreter(key, true);
    interpreter.evaluate(program, inputs);
    return interpreter.values;
  }

  private Numbers value(Node node) {
    return Objects.requireNonNull(values.get(node));
  }

  private void evaluate(Program program, List<? extends Value> inputs) {
    if (inputs.size() != program.inputs().size()) {
      throw new IllegalArgumentException(
          "the program has %d inputs, got %d values"
              .formatted(program.inputs().size(), inputs.size()));
    }
    for (int i = 0; i < inputs.size(); i++) {
      Node input = program.inputs().get(i);
      check(((Source.Input) input.op()).spec(), inputs.get(i));
      values.put(input, Numbers.of(inputs.get(i)));
    }
    evaluate(program);
  }

  /** Evaluates what is needed of a program whose inputs have their values. */
  private void evaluate(Program program) {
    BitSet needed = needed(program);
    for (Node node : program.graph().nodes()) {
      if (needed.get(node.index()) && !values.containsKey(node)) {
        Numbers value = evaluate(node);
        values.put(node, exact && node.dtype() == DType.FLOAT32 ? value : value.as(node.dtype()));
      }
    }
  }

  private static void check(TensorSpec spec, Value value) {
    boolean fits =
        value.dtype() == spec.dtype()
            && switch (value) {
              case Tensor t -> !spec.ragged() && spec.shape().accepts(t.shape());
              case Ragged _ -> spec.ragged();
            };
    if (!fits) {
      throw new IllegalArgumentException(
          "input \"%s\" wants %s%s %s, got %s"
              .formatted(
                  spec.name(), spec.ragged() ? "ragged " : "", spec.dtype(), spec.shape(), value));
    }
  }

  /** The nodes that something wanted of the program depends on. */
  private static BitSet needed(Program program) {
    BitSet needed = new BitSet();
    program.outputs().forEach(n -> needed.set(n.index()));
    program.assignments().values().forEach(n -> needed.set(n.index()));
    program
        .gradients()
        .values()
        .forEach(
            gradient -> {
              switch (gradient) {
                case Gradient.Dense(Node node) -> needed.set(node.index());
                case Gradient.Rows(var parts) ->
                    parts.forEach(part -> part.nodes().forEach(n -> needed.set(n.index())));
              }
            });
    for (Node node : program.graph().nodes().reversed()) {
      if (needed.get(node.index())) {
        node.inputs().stream()
            .filter(in -> !(isLookup(node) && in == node.input(0)))
            .forEach(in -> needed.set(in.index()));
      }
    }
    return needed;
  }

  /** Whether a node looks rows up in a weight, which may be too large to be copied. */
  private static boolean isLookup(Node node) {
    return (node.op() instanceof Lookup.Gather || node.op() instanceof Lookup.Bag)
        && node.input(0).op() instanceof Source.Weight;
  }

  private Numbers evaluate(Node node) {
    List<Numbers> in =
        isLookup(node)
            ? LookupMeaning.seen(
                ((Source.Weight) node.input(0).op()).variable(),
                node.inputs().stream().skip(1).map(this::value).toList())
            : node.inputs().stream().map(this::value).toList();
    Shape shape = node.op().shape(in.stream().map(Numbers::shape).toList());
    return switch (node.op()) {
      case Source.Input(var spec) ->
          throw new IllegalArgumentException(
              "input \"%s\" is used but is none of the program's inputs".formatted(spec.name()));
      case Source.Weight(var variable) -> Numbers.of(variable.read());
      case Source.Constant(var value) -> Numbers.of(value);
      case Elementwise op -> ElementwiseMeaning.of(op, in, shape);
      case Reduction op -> ReductionMeaning.of(op, in, shape);
      case Movement op -> MovementMeaning.of(op, in, shape);
      case Contraction.MatMul op -> ContractionMeaning.of(op, in, shape);
      case Lookup op -> LookupMeaning.of(op, in, shape);
      case Selection op -> SelectionMeaning.of(op, in, shape);
      case Window op -> WindowMeaning.of(op, in, shape);
      case Recurrent op -> RecurrentMeaning.of(op, in, shape);
      case Scan op -> scan(op, in, shape);
      case CrossEntropy op -> CrossEntropyMeaning.of(op, in, shape);
      case Random op -> random(op, shape);
    };
  }

  private Numbers random(Random op, Shape shape) {
    long seed = CounterRandom.seed(key, op.stream());
    return switch (op.distribution()) {
      case UNIFORM -> Numbers.fill(shape, i -> CounterRandom.uniform(seed, i));
      case NORMAL -> Numbers.fill(shape, i -> CounterRandom.normal(seed, i));
    };
  }

  /** A loop: its body, once for each step. */
  private Numbers scan(Scan op, List<Numbers> in, Shape shape) {
    Numbers out = Numbers.zeros(shape);
    List<Numbers> states = in.subList(0, op.states());
    for (int i = 0; i < shape.dim(1); i++) {
      int t = op.reverse() ? shape.dim(1) - 1 - i : i;
      var step = new Interpreter(op.key(key, t), exact);
      for (int input = 0; input < in.size(); input++) {
        boolean state = input < op.states();
        Numbers whole = state ? states.get(input) : in.get(input);
        boolean sequence = !state && input < op.states() + op.sequences();
        step.values.put(op.body().inputs().get(input), sequence ? whole.at(1, t) : whole);
      }
      step.evaluate(op.body());
      List<Numbers> results = op.body().outputs().stream().map(step::value).toList();
      states = results.subList(0, op.states());
      int from = 0;
      for (Numbers result : results) {
        int size = result.size() / shape.dim(0);
        for (int r = 0; r < shape.dim(0); r++) {
          int to = (r * shape.dim(1) + t) * shape.dim(2) + from;
          System.arraycopy(result.data(), r * size, out.data(), to, size);
        }
        from += size;
      }
    }
    return out;
  }

  /** A gradient for all elements of a variable. */
  private Numbers whole(Variable variable, Gradient gradient) {
    return switch (gradient) {
      case Gradient.Dense(Node node) -> value(node);
      case Gradient.Rows(var parts) -> {
        Numbers sum = Numbers.zeros(variable.shape());
        for (Gradient.Part part : parts) {
          switch (part) {
            case Gradient.Gathered(Node ids, Node g) ->
                LookupMeaning.addRows(value(ids), value(g), sum);
            case Gradient.Bagged(var bag, Node ids, var weights, Node g) -> {
              Numbers table = Numbers.of(variable.read());
              List<Numbers> in =
                  weights == null
                      ? List.of(table, value(ids))
                      : List.of(table, value(ids), value(weights));
              LookupMeaning.addBags(bag, in, value(g), sum);
            }
          }
        }
        yield sum;
      }
    };
  }
}
