package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Derivatives of a loss, by reverse accumulation (Linnainmaa 1970): the graph is walked from the
 * loss back to what it was made of, and each op's gradient is added to the same graph in the same
 * ops. Nodes added for an op carry its node's {@link Node#origin()}.
 *
 * <p>Integers have no gradient, nor have steps (FLOOR, SIGN, comparisons) and random numbers: none
 * goes back through them. At kinks the derivative is TensorFlow's.
 */
public final class Autodiff {
  private Autodiff() {}

  /**
   * The derivatives of a loss for nodes.
   *
   * @param loss a single number
   * @param wrt nodes of the loss' graph: weights or any other float values. Lookups in a weight
   *     give {@link Gradient.Rows}; if the weight is also used in other ways, all of it is dense
   * @return the gradients in the order of {@code wrt}; a node that the loss doesn't depend on is
   *     left out
   * @throws IllegalArgumentException if the loss isn't a single number, or the loss depends on a
   *     node through an op without a gradient, such as a gradient of a recurrence
   */
  public static Map<Node, Gradient> gradients(Node loss, List<Node> wrt) {
    if (!loss.shape().equals(Shape.SCALAR) || loss.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "a loss is a single FLOAT32 number, got %s %s; take its mean or sum"
              .formatted(loss.dtype(), loss.shape()));
    }
    return gradients(loss.graph(), Map.of(loss, loss.graph().constant(1f)), wrt);
  }

  /**
   * The derivative of a loss for one node, such as an input, as a node of its shape.
   *
   * @param loss a single number
   * @throws IllegalArgumentException if the loss isn't a single number or doesn't depend on the
   *     node, or the node is a table of which it sees rows
   */
  public static Node gradient(Node loss, Node wrt) {
    return switch (gradients(loss, List.of(wrt)).get(wrt)) {
      case Gradient.Dense(Node value) -> value;
      case Gradient.Rows _ ->
          throw new IllegalArgumentException(
              "%s is a table of which rows are looked up; take the gradient for what the lookup gives"
                  .formatted(wrt.describe()));
      case null ->
          throw new IllegalArgumentException(
              "the loss doesn't depend on %s".formatted(wrt.describe()));
    };
  }

  /**
   * The derivatives of a loss that is not in the graph.
   *
   * @param seeds the derivatives of the loss for nodes on which it depends directly
   */
  static Map<Node, Gradient> gradients(Graph graph, Map<Node, Node> seeds, List<Node> wrt) {
    String origin = graph.origin();
    var back = new Backward(graph, seeds, wrt);
    for (int i = back.last(); i >= 0; i--) {
      Node y = graph.nodes().get(i);
      Node g = back.gradient(y);
      if (g != null) {
        graph.origin(y.origin());
        gradient(y, g, back);
      }
    }
    Map<Node, Gradient> gradients = new LinkedHashMap<>();
    for (Node node : wrt) {
      graph.origin(node.origin());
      Gradient gradient = back.result(node);
      if (gradient != null) {
        gradients.put(node, gradient);
      }
    }
    graph.origin(origin);
    return gradients;
  }

  /** The derivatives of a loss for variables; one that the loss doesn't depend on is left out. */
  public static Map<Variable, Gradient> gradients(Node loss, Collection<Variable> variables) {
    Map<Variable, Node> weights = loss.graph().weights();
    List<Node> nodes =
        variables.stream().filter(weights::containsKey).map(weights::get).distinct().toList();
    Map<Variable, Gradient> gradients = new LinkedHashMap<>();
    gradients(loss, nodes)
        .forEach(
            (node, gradient) -> gradients.put(((Source.Weight) node.op()).variable(), gradient));
    return gradients;
  }

  /** Sends {@code g}, the gradient of {@code y}, on to the inputs of {@code y}. */
  private static void gradient(Node y, Node g, Backward to) {
    switch (y.op()) {
      case Source _, Random _ -> {}
      case Elementwise op -> ElementwiseGradients.send(op, y, g, to);
      case Reduction op -> ReductionGradients.send(op, y, g, to);
      case Movement op -> MovementGradients.send(op, y, g, to);
      case Contraction op -> ContractionGradients.send(op, y, g, to);
      case Lookup op -> LookupGradients.send(op, y, g, to);
      case Selection op -> SelectionGradients.send(op, y, g, to);
      case Window op -> WindowGradients.send(op, y, g, to);
      case Recurrent op -> RecurrentGradients.send(op, y, g, to);
      case Scan op -> ScanGradient.send(op, y, g, to);
      case CrossEntropy op -> CrossEntropyGradients.send(op, y, g, to);
    }
  }

  /** The error for the few ops that are gradients themselves and are not derived again. */
  static IllegalArgumentException underivable(Node y) {
    return new IllegalArgumentException(
        "%s has no gradient of its own; put a stopGradient() before what depends on %s"
            .formatted(y.op().name(), y));
  }
}
