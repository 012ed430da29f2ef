package dev.inlay.engine;

import dev.inlay.engine.Buffer.Home;
import dev.inlay.graph.Contraction;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Elementwise;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Random;
import dev.inlay.graph.Recurrent;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Scan;
import dev.inlay.graph.Selection;
import dev.inlay.graph.Source;
import dev.inlay.graph.Window;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Turns nodes into steps and gives their values places, in the order of the graph. */
final class Lowering {
  final Analysis analysis;
  final Forms forms;
  final Readers readers;
  private final Map<Node, View> views = new HashMap<>();
  private final Map<Node, Map<Integer, View>> packed = new HashMap<>();
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Integer> factors = new ArrayList<>();
  private final List<Scheduled> steps = new ArrayList<>();
  private final List<Bound> bodies = new ArrayList<>();

  /** The buffers that the step being written uses. */
  private final List<Buffer> touched = new ArrayList<>();

  /** Nodes that a step of another node computes, or will. */
  private final Set<Node> fused = new HashSet<>();

  /** Nodes whose value a step of their input writes where it belongs. */
  private final Set<Node> written = new HashSet<>();

  /** Nodes that a step of another node begins. */
  private final Set<Node> shared = new HashSet<>();

  /** The node whose steps are being written. */
  private Node present;

  private Kind kind = Kind.WHOLE;
  private int level;
  private int rights;
  private long rightFloats;

  /**
   * A step and when it runs.
   *
   * @param whole whether it runs once for the whole batch, before the level's shards
   * @param cost about how many floating point operations it takes for each row
   * @param node what it computes
   */
  record Scheduled(Step step, int level, boolean whole, double cost, Node node) {}

  Lowering(Analysis analysis) {
    this.analysis = analysis;
    this.forms = analysis.forms;
    this.readers = new Readers(analysis.program, analysis);
    this.present = analysis.program.graph().nodes().getFirst();
    for (Node node : analysis.program.graph().nodes()) {
      boolean done = fused.contains(node) || written.contains(node) || readers.isFolded(node);
      if (analysis.isNeeded(node) && !done) {
        present = node;
        kind = analysis.kind(node);
        level = analysis.level(node);
        lower(node);
      }
    }
  }

  List<Buffer> buffers() {
    return buffers;
  }

  List<Scheduled> steps() {
    return steps;
  }

  /** A node's value as packed pieces when all is done; copied there if need be. */
  View result(Node node, int width) {
    present = node;
    kind = analysis.kind(node) == Kind.SUM ? Kind.WHOLE : analysis.kind(node);
    level = analysis.level(node) + (analysis.kind(node) == Kind.SUM ? 1 : 0);
    View view = in(node, width);
    touched.clear();
    return view;
  }

  /** Where a node's value is when all is done. */
  View result(Node node) {
    View view = Objects.requireNonNull(views.get(node));
    if (view.buffer().home == Home.FIXED && view.buffer().source == null) {
      throw new IllegalArgumentException(
          "%s is larger than the %,d numbers of one array, so its rows can be looked up, but nothing else"
              .formatted(node.op(), Table.ONE_ARRAY));
    }
    return view;
  }

  private void lower(Node node) {
    if (analysis.isAlias(node)) {
      View alias = Aliases.of(node, forms, result(node.input(0)));
      if (alias == null) {
        alias = Aliases.of(node, forms, in(node.input(0), 0));
        touched.clear();
      }
      views.put(node, Objects.requireNonNull(alias));
      return;
    }
    switch (node.op()) {
      case Source op -> views.put(node, source(node, op));
      case Elementwise op -> Elementwises.lower(this, node, op);
      case Reduction op -> Reductions.lower(this, node, op);
      case Movement op -> Movements.lower(this, node, op);
      case Contraction.MatMul op -> Contractions.lower(this, node, op);
      case Lookup op -> LookupSteps.lower(this, node, op);
      case Selection op -> Selections.lower(this, node, op);
      case Window op -> Windows.lower(this, node, op);
      case Recurrent op -> Recurrences.lower(this, node, op);
      case Scan op -> Scans.lower(this, node, op);
      case Random op -> Randoms.lower(this, node, op);
      case CrossEntropy op -> Losses.lower(this, node, op);
    }
  }

  private View source(Node node, Source op) {
    Form form = forms.of(node);
    boolean ints = node.dtype() == DType.INT32;
    return switch (op) {
      case Source.Input _ -> {
        var b = new Buffer(Home.INPUT, ints, form.rows(), form.size(), null);
        b.index = analysis.program.inputs().indexOf(node);
        yield View.of(b);
      }
      case Source.Weight(var variable) when variable.dtype() == DType.INT8 ->
          View.of(new Buffer(Home.FIXED, false, false, form.size(), variable.bytes().array()));
      case Source.Weight(var variable) -> {
        Table values = variable.values();
        // One in several arrays may have more numbers than can be counted here: result() refuses
        // it.
        yield values.chunkCount() == 1
            ? View.of(new Buffer(Home.FIXED, false, false, form.size(), values.array()))
            : View.of(new Buffer(Home.FIXED, false, false, 0, null));
      }
      case Source.Constant(Tensor.FloatTensor t) ->
          View.of(new Buffer(Home.FIXED, false, false, form.size(), t.data()));
      case Source.Constant(Tensor.IntTensor t) ->
          View.of(new Buffer(Home.FIXED, true, false, form.size(), t.data()));
      case Source.Constant(var t) ->
          throw new IllegalArgumentException("a graph can't hold " + t.dtype() + " constants");
    };
  }

  Form form(Node node) {
    return forms.of(node);
  }

  /** An input of the step being written, wherever it lies. */
  View in(Node node) {
    return touch(result(node));
  }

  /** An input of the step being written, strided along its form's axes: packed if need be. */
  View inAxes(Node node) {
    View view = in(node);
    return view.suits(form(node)) ? view : in(node, 0);
  }

  /** An input of the step being written as packed pieces of {@code width}; copied if need be. */
  View packed(Node node, int width) {
    View view = in(node, 0);
    return Objects.requireNonNull(view.cut(width));
  }

  /**
   * An input of the step being written as pieces of {@code width}, which may lie apart.
   *
   * @return a view of exactly this width
   */
  View in(Node node, int width) {
    View view = result(node);
    View cut = width == 0 ? null : view.cut(width);
    if (cut != null) {
      return touch(cut);
    }
    if (view.isPacked()) {
      return touch(view);
    }
    // One copy serves all readers of its level; rows that are not a shard's own are stored.
    int where = kind == Kind.WHOLE ? -1 - level : level;
    View copy =
        packed
            .computeIfAbsent(node, _ -> new HashMap<>())
            .computeIfAbsent(where, _ -> pack(node, view));
    View wanted = width == 0 ? copy : copy.cut(width);
    return touch(Objects.requireNonNull(wanted));
  }

  private View pack(Node node, View view) {
    return aside(() -> Movements.pack(this, node, view));
  }

  /** Writes another step before the one being written, which reads what it gives. */
  View aside(Supplier<View> other) {
    List<Buffer> suspended = List.copyOf(touched);
    touched.clear();
    View given = other.get();
    touched.addAll(suspended);
    return touch(given);
  }

  /** The place of the node being computed: its part of a Concat, or a buffer of its own. */
  View out(Node node) {
    View known = views.get(node);
    if (known != null) {
      return touch(known);
    }
    Analysis.Target target = analysis.target(node);
    View view;
    if (target != null) {
      View whole = out(target.concat());
      View pieces = whole.cut(whole.size() / target.outer());
      view = Objects.requireNonNull(pieces).part(target.from(), target.width());
    } else {
      view = View.of(buffer(node));
    }
    views.put(node, view);
    return touch(view);
  }

  /** The place of the node being computed, that of the input if nobody needs it any more. */
  View outInPlace(Node node, Node input) {
    if (canTakeOver(node, input)) {
      views.put(node, result(input));
    }
    return out(node);
  }

  /** Whether a node may be computed in the very place of an input of the same form. */
  boolean canTakeOver(Node node, Node input) {
    View view = result(input);
    return !views.containsKey(node)
        && analysis.target(node) == null
        && analysis.kind(node) == Kind.ROWS
        && !analysis.isKept(node)
        && form(node).equals(form(input))
        && view.buffer().home == Home.ARENA
        && view.isPacked()
        && view.size() == view.buffer().size
        && readers.isLast(node, input)
        && Reads.of(node).stream()
            .map(this::result)
            .allMatch(v -> v.buffer() != view.buffer() || v.equals(view));
  }

  /** Sets a node's place to one that is there already. */
  void place(Node node, View view) {
    views.put(node, view);
  }

  /** Lets the step of another node compute this one. */
  void fuse(Node node) {
    fused.add(node);
  }

  /** The place of a node whose input writes it, instead of a value of its own. */
  View writtenBefore(Node node) {
    written.add(node);
    return out(node);
  }

  /** Remembers that the step of another node has begun this one. */
  void share(Node node) {
    shared.add(node);
  }

  boolean isShared(Node node) {
    return shared.contains(node);
  }

  boolean isFused(Node node) {
    return fused.contains(node);
  }

  private Buffer buffer(Node node) {
    Form form = form(node);
    boolean ints = node.dtype() == DType.INT32;
    return switch (analysis.kind(node)) {
      case ROWS ->
          add(
              new Buffer(
                  analysis.isKept(node) ? Home.STORE : Home.ARENA, ints, true, form.size(), null));
      case WHOLE -> add(new Buffer(Home.STORE, ints, form.rows(), form.size(), null));
      case SUM -> throw new IllegalStateException(node + " has a place for each shard");
    };
  }

  /** The place of a shard's part of a node that is a sum over rows. */
  View partial(Node node) {
    if (analysis.kind(node) != Kind.SUM) {
      return out(node);
    }
    Buffer partial = add(new Buffer(Home.PARTIAL, false, false, form(node).size(), null));
    partial.index = level;
    views.put(node, View.of(add(new Buffer(Home.SUMMED, false, false, partial.size, partial))));
    return touch(View.of(partial));
  }

  /** Memory for a packed copy that several steps may read. */
  View copy(boolean ints, boolean rows, int size, boolean kept) {
    boolean arena = rows && kind != Kind.WHOLE && !kept;
    return touch(View.of(add(new Buffer(arena ? Home.ARENA : Home.STORE, ints, rows, size, null))));
  }

  /** A place for one factor for each value of a ragged input; runs know it by this number. */
  int factors(int input) {
    factors.add(input);
    return factors.size() - 1;
  }

  /** For each place of factors, the input whose values they are for. */
  List<Integer> factors() {
    return factors;
  }

  private Buffer add(Buffer b) {
    buffers.add(b);
    return b;
  }

  private View touch(View view) {
    touched.add(view.buffer());
    return view;
  }

  /** Adds the step that was being written. */
  void emit(double cost, Step step) {
    int index = steps.size();
    touched.forEach(b -> b.usedBy(index));
    touched.clear();
    steps.add(new Scheduled(step, level, kind == Kind.WHOLE, cost, present));
  }

  /** Adds a step that runs once, before the shards of the present level. */
  void emitBeforeShards(Step step) {
    steps.add(new Scheduled(step, level, true, 0, present));
  }

  /** Whether the step being written runs for each shard. */
  boolean isForShards() {
    return kind == Kind.ROWS;
  }

  /** A place for a right matrix of so many floats that all shards use. */
  int right(int floats) {
    rightFloats += floats;
    return rights++;
  }

  /** How many places of right matrices there are. */
  int rights() {
    return rights;
  }

  /** The floats of all right matrices together. */
  long rightFloats() {
    return rightFloats;
  }

  /** Remembers the body of a loop; frames know it by this number. */
  int body(Bound body) {
    bodies.add(body);
    return bodies.size() - 1;
  }

  /** The bodies of all loops. */
  List<Bound> bodies() {
    return bodies;
  }

  /** Adds a step that runs once, when the sums of the present level are added up. */
  void emitAfterSums(Step step) {
    steps.add(new Scheduled(step, level + 1, true, 0, present));
  }
}
