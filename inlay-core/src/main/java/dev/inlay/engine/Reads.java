package dev.inlay.engine;

import dev.inlay.graph.Contraction;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Elementwise;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Op;
import dev.inlay.graph.Random;
import dev.inlay.graph.Recurrent;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Scan;
import dev.inlay.graph.Selection;
import dev.inlay.graph.Source;
import dev.inlay.graph.Window;
import java.util.List;

/** Which of a node's inputs are read, and which only lend their shape. */
final class Reads {
  private Reads() {}

  /** The inputs whose values matter. */
  static List<Node> of(Node node) {
    return node.inputs().subList(0, count(node.op(), node.inputs().size()));
  }

  private static int count(Op op, int inputs) {
    return switch (op) {
      case Reduction.Unreduce _,
          Reduction.ExpandLike _,
          Reduction.SumLike _,
          Movement.ReshapeLike _,
          Movement.SliceGrad _ ->
          1;
      case Random _ -> 0;
      case Lookup.GatherGrad _,
          Selection.GatherElementsGrad _,
          Window.ConvInputGrad _,
          Window.ConvKernelGrad _ ->
          2;
      case Source _,
          Elementwise _,
          Reduction _,
          Movement _,
          Contraction _,
          Lookup _,
          Selection _,
          Window _,
          Recurrent _,
          Scan _,
          CrossEntropy _ ->
          inputs;
    };
  }
}
