package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who reads each node's memory, and who is the last. */
final class Readers {
  private final Analysis analysis;
  private final Map<Node, List<Node>> readers = new HashMap<>();

  /** For each node that has memory of its own, the index of the last node that reads it. */
  private final Map<Node, Integer> last = new HashMap<>();

  Readers(Program program, Analysis analysis) {
    this.analysis = analysis;
    for (Node node : program.graph().nodes()) {
      if (analysis.isNeeded(node)) {
        for (Node in : Reads.of(node)) {
          readers.computeIfAbsent(in, _ -> new ArrayList<>()).add(node);
          last.merge(home(in), node.index(), Math::max);
        }
      }
    }
  }

  /** The nodes that read a node's value. */
  List<Node> of(Node node) {
    return readers.getOrDefault(node, List.of());
  }

  /** Whether no node after this one reads the memory in which the input lies. */
  boolean isLast(Node node, Node input) {
    return last.getOrDefault(home(input), -1) == node.index();
  }

  /** The node in whose memory a node's value lies. */
  private Node home(Node node) {
    Analysis.Target target = analysis.target(node);
    return target != null
        ? home(target.concat())
        : analysis.isAlias(node) ? home(node.input(0)) : node;
  }
}
