package dev.inlay.engine;

import dev.inlay.graph.Elementwise;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Source;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a program's nodes before any step is written: which are needed, how each is
 * computed, when, and which must outlive their shard.
 *
 * <p>Time goes by levels. In each, first what is {@link Kind#WHOLE} is computed, then the shards
 * run, then their sums are added. A node is one level later than the sums (and, if it needs all
 * rows together, than the rows) that it reads. An ordinary network's forward and backward pass are
 * level 0.
 */
final class Analysis {
  final Program program;
  final Forms forms;
  private final BitSet needed = new BitSet();
  private final BitSet forward = new BitSet();
  private final Kind[] kinds;
  private final int[] levels;
  private final BitSet kept = new BitSet();
  private final Map<Node, Target> targets = new HashMap<>();
  private final int levelCount;

  /** A place within a Concat's result for one of its inputs, in elements of the joined axes. */
  record Target(Node concat, int outer, int from, int width) {}

  Analysis(Program program, Forms forms) {
    this.program = program;
    this.forms = forms;
    int count = program.graph().nodes().size();
    this.kinds = new Kind[count];
    this.levels = new int[count];
    findNeeded();
    int last = 0;
    for (Node node : program.graph().nodes()) {
      if (isNeeded(node)) {
        kinds[node.index()] = Kind.of(node, forms);
        levels[node.index()] = findLevel(node);
        last = Math.max(last, levels[node.index()] + (kind(node) == Kind.SUM ? 1 : 0));
      }
    }
    this.levelCount = last + 1;
    findKept();
    findTargets();
  }

  /** The nodes that a run must give, whoever takes them. */
  static List<Node> results(Program program) {
    var results = new java.util.ArrayList<Node>(program.outputs());
    results.addAll(program.assignments().values());
    for (Gradient gradient : program.gradients().values()) {
      switch (gradient) {
        case Gradient.Dense(Node value) -> results.add(value);
        case Gradient.Rows(var parts) -> parts.forEach(part -> results.addAll(part.nodes()));
      }
    }
    return results;
  }

  private void findNeeded() {
    results(program).forEach(n -> needed.set(n.index()));
    program.outputs().forEach(n -> forward.set(n.index()));
    program.assignments().values().forEach(n -> forward.set(n.index()));
    for (Node node : program.graph().nodes().reversed()) {
      if (isNeeded(node)) {
        Reads.of(node).forEach(in -> needed.set(in.index()));
      }
      if (forward.get(node.index())) {
        Reads.of(node).forEach(in -> forward.set(in.index()));
      }
    }
  }

  /** The part of a training to which a node belongs: backward is what only gradients need. */
  Stopwatch.Part part(Node node) {
    if (!forward.get(node.index())) {
      return Stopwatch.Part.BACKWARD;
    }
    return node.op() instanceof Lookup.Gather || node.op() instanceof Lookup.Bag
        ? Stopwatch.Part.GATHER
        : Stopwatch.Part.FORWARD;
  }

  private int findLevel(Node node) {
    int level = 0;
    for (Node in : Reads.of(node)) {
      boolean later =
          kind(in) == Kind.SUM
              || (kind(node) == Kind.WHOLE && kind(in) == Kind.ROWS && !isInput(in));
      level = Math.max(level, level(in) + (later ? 1 : 0));
    }
    if (node.op() instanceof Lookup && !isRead(node.input(idsOf(node)))) {
      // Ids that are computed are known one level before rows are read, so that these can catch up.
      Node ids = node.input(idsOf(node));
      level = Math.max(level, level(ids) + 1);
    }
    return level;
  }

  private static int idsOf(Node lookup) {
    return switch ((Lookup) lookup.op()) {
      case Lookup.Gather _, Lookup.Bag _, Lookup.BagGrad _ -> 1;
      case Lookup.GatherGrad _, Lookup.OneHot _, Lookup.MultiHot _ -> 0;
    };
  }

  private static boolean isInput(Node node) {
    return node.op() instanceof Source.Input;
  }

  /** Whether a value is part of an input or a constant as it is. */
  private boolean isRead(Node node) {
    return node.op() instanceof Source || (isAlias(node) && isRead(node.input(0)));
  }

  private void findKept() {
    results(program).forEach(n -> kept.set(n.index()));
    for (Node node : program.graph().nodes().reversed()) {
      if (!isNeeded(node)) {
        continue;
      }
      for (Node in : Reads.of(node)) {
        // An alias computes nothing: what it is of outlives the shard if it does, or if all rows
        // together are its own.
        boolean together = kind(node) == Kind.WHOLE && kind(in) != Kind.WHOLE;
        boolean outlives =
            together || (isAlias(node) ? kept.get(node.index()) : level(node) != level(in));
        if (outlives) {
          kept.set(in.index());
        }
      }
    }
  }

  private void findTargets() {
    for (Node node : program.graph().nodes()) {
      if (isNeeded(node) && node.op() instanceof Movement.Concat c && kind(node) == Kind.ROWS) {
        Form form = forms.of(node);
        int axis = form.axis(c.axis());
        int outer = form.size(0, axis);
        int from = 0;
        for (Node input : node.inputs()) {
          int width = forms.of(input).size(axis, form.rank());
          Node root = root(input);
          if (pieceWidth(root) == width && kind(root) == Kind.ROWS && !targets.containsKey(root)) {
            targets.put(root, new Target(node, outer, from, width));
            if (isKept(root) || level(root) != level(node)) {
              kept.set(node.index());
            }
          }
          from += width;
        }
      }
    }
  }

  /** How wide the pieces are that an op can lay anywhere; -1 if its result lies together. */
  private int pieceWidth(Node node) {
    return switch (node.op()) {
      case Lookup.Gather _ -> {
        Form table = forms.of(node.input(0));
        yield table.size(1, table.rank());
      }
      case Lookup.Bag _ -> forms.of(node).last();
      default -> -1;
    };
  }

  private Node root(Node node) {
    return isAlias(node) && !(node.op() instanceof Movement.Slice) ? root(node.input(0)) : node;
  }

  boolean isNeeded(Node node) {
    return needed.get(node.index());
  }

  Kind kind(Node node) {
    return kinds[node.index()];
  }

  int level(Node node) {
    return levels[node.index()];
  }

  int levelCount() {
    return levelCount;
  }

  /** Whether a value is read outside of the shard and the level that computes it. */
  boolean isKept(Node node) {
    return kept.get(node.index());
  }

  /** Where a node's value should go, if it is part of a Concat. */
  @Nullable Target target(Node node) {
    return targets.get(node);
  }

  /** Whether a node's value is (part of) its first input's: nothing is to be computed. */
  boolean isAlias(Node node) {
    return switch (node.op()) {
      case Movement.Reshape _, Movement.ReshapeLike _, Elementwise.StopGradient _ -> true;
      case Elementwise.Cast c -> c.to() == node.input(0).dtype();
      case Movement.Slice s -> !forms.of(node.input(0)).rows() || forms.of(node).axis(s.axis()) > 0;
      case Reduction.Unreduce u ->
          !u.mean()
              && forms.of(node).size() == forms.of(node.input(0)).size()
              && forms.of(node).rows() == forms.of(node.input(0)).rows();
      case Reduction.ExpandLike _, Reduction.SumLike _ ->
          forms.of(node).size() == forms.of(node.input(0)).size()
              && forms.of(node).rows() == forms.of(node.input(0)).rows();
      default -> false;
    };
  }
}
