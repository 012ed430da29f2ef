package dev.inlay.graph;

/** The gradients of lookups: for the table, and where rows are given, for the rows. */
final class LookupGradients {
  private LookupGradients() {}

  static void send(Lookup op, Node y, Node g, Backward to) {
    Graph graph = y.graph();
    switch (op) {
      case Lookup.Gather _ -> to.sendRows(y.input(0), () -> new Gradient.Gathered(y.input(1), g));
      case Lookup.GatherGrad _ -> to.send(y.input(1), () -> g.gather(y.input(0)));
      case Lookup.Bag bag ->
          to.sendRows(
              y.input(0),
              () -> new Gradient.Bagged(bag, y.input(1), bag.weighted() ? y.input(2) : null, g));
      case Lookup.BagGrad(Lookup.Bag bag) -> {
        if (bag.maxNorm() < Float.POSITIVE_INFINITY && y.inputs().stream().anyMatch(to::wants)) {
          throw Autodiff.underivable(y);
        }
        to.send(
            y.inputs().getLast(),
            () ->
                bag.weighted()
                    ? graph.add(bag, g, y.input(1), y.input(2))
                    : graph.add(bag, g, y.input(1)));
      }
      // Their inputs are ids, and ragged weights, which are never computed.
      case Lookup.OneHot _, Lookup.MultiHot _ -> {}
    }
  }
}
