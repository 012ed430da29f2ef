package dev.inlay.graph;

/** The gradients of elements chosen along an axis. */
final class SelectionGradients {
  private SelectionGradients() {}

  static void send(Selection op, Node y, Node g, Backward to) {
    Graph graph = y.graph();
    switch (op) {
      // Places are integers.
      case Selection.TopK _ -> {}
      case Selection.GatherElements _ -> {
        Node x = y.input(0);
        to.send(x, () -> graph.add(new Selection.GatherElementsGrad(), y.input(1), g, x));
      }
      case Selection.GatherElementsGrad _ ->
          to.send(y.input(1), () -> g.gatherElements(y.input(0)));
    }
  }
}
