package dev.inlay.engine;

import dev.inlay.graph.Contraction.MatMul;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        }
      }
    }
    readers.forEach((in, by) -> last.merge(home(in), by.getLast().index(), Math::max));
  }

  /** The nodes that read a node's value. */
  List<Node> of(Node node) {
    return readers.getOrDefault(node, List.of());
  }

  /** Whether no node after this one reads the memory in which the input lies. */
  boolean isLast(Node node, Node input) {
    return last.getOrDefault(home(input), -1) == node.index();
  }

  /**
   * Whether a node only puts matrices in order for products, which read them as they lie instead,
   * so that it is never computed.
   */
  boolean isFolded(Node node) {
    return node.op() instanceof Movement.Transpose(var perm)
        && !analysis.isKept(node)
        && of(node).stream()
            .allMatch(
                reader ->
                    reader.op() instanceof MatMul
                        // Whole numbers are multiplied by rows as they lie.
                        && reader.input(1).dtype() != DType.INT8
                        && (swapsLast(perm) || (Matrices.suits(perm) && isOfMany(reader))));
  }

  /** Whether both sides of a product are many matrices. */
  private static boolean isOfMany(Node product) {
    return product.inputs().stream().allMatch(in -> in.shape().rank() > 2);
  }

  /** The transpose that alone reads a product, which can be written in its order; or null. */
  @Nullable Node transposeOf(Node product) {
    if (analysis.isKept(product) || of(product).size() != 1) {
      return null;
    }
    Node reader = of(product).getFirst();
    boolean takes =
        reader.op() instanceof Movement.Transpose(var perm)
            && takes(perm)
            && !isFolded(reader)
            && analysis.kind(reader) == analysis.kind(product)
            && analysis.level(reader) == analysis.level(product);
    return takes ? reader : null;
  }

  /** Whether rows or columns of matrices lie together when axes are in this order. */
  private static boolean takes(List<Integer> perm) {
    int last = perm.size() - 1;
    return last >= 2 && perm.getFirst() == 0 && perm.getLast() >= last - 1;
  }

  private static boolean swapsLast(List<Integer> perm) {
    int rank = perm.size();
    for (int i = 0; i < rank - 2; i++) {
      if (perm.get(i) != i) {
        return false;
      }
    }
    return rank >= 2 && perm.get(rank - 1) == rank - 2;
  }

  /** The node in whose memory a node's value lies. */
  private Node home(Node node) {
    Analysis.Target target = analysis.target(node);
    if (target != null) {
      return home(target.concat());
    }
    return analysis.isAlias(node) || isFolded(node) ? home(node.input(0)) : node;
  }
}
