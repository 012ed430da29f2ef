package dev.inlay.formats.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places for the boxes of a graph in ranks, so that lines lead from a rank to later ones (Sugiyama,
 * Tagawa and Toda 1981): each box below all that lead to it, long lines cut into points of their
 * own, an order that crosses few lines, and places near those that a box is joined with.
 */
final class Layering {
  private static final int SWEEPS = 24;

  /**
   * A line from a box to a later one.
   *
   * @param exit where it leaves, along the rank from the first box's beginning
   * @param entry where it ends, from the other box's beginning
   */
  record Edge(int from, double exit, int to, double entry) {}

  /** A box or, without an index, a point of a long line. */
  static final class Item {
    final int index;
    final int rank;
    final double breadth;
    final List<Link> before = new ArrayList<>();
    final List<Link> after = new ArrayList<>();

    /** Along the rank: first the number in its order, at last the middle of the box. */
    double place;

    Item(int index, int rank, double breadth) {
      this.index = index;
      this.rank = rank;
      this.breadth = breadth;
    }

    /** Where it begins along its rank. */
    double start() {
      return place - breadth / 2;
    }
  }

  /**
   * What an item is joined with.
   *
   * @param shift how far the item's middle lies from the other's where the line is straight
   */
  record Link(Item item, double shift) {}

  /** A line with the boxes and points through which it goes, both ends among them. */
  record Route(Edge edge, List<Item> items) {}

  private final List<List<Item>> ranks = new ArrayList<>();
  private final List<Item> boxes = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();

  /**
   * Places boxes.
   *
   * @param breadths of the boxes along their rank, each after all that lead to it
   * @param edges each from a box to one that is given after it
   * @param last how many of the boxes, at the end, are to be in the last rank
   * @param gap the least distance between two boxes of a rank
   */
  Layering(List<Double> breadths, List<Edge> edges, int last, double gap) {
    int[] rankOf = new int[breadths.size()];
    int most = 0;
    for (int i = 0; i < rankOf.length; i++) {
      for (Edge edge : edges) {
        if (edge.to() == i) {
          rankOf[i] = Math.max(rankOf[i], rankOf[edge.from()] + 1);
        }
      }
      most = Math.max(most, rankOf[i]);
    }
    for (int i = 0; i < rankOf.length; i++) {
      int rank = i < rankOf.length - last ? rankOf[i] : most;
      boxes.add(add(new Item(i, rank, breadths.get(i))));
    }
    edges.forEach(edge -> routes.add(route(edge)));
    arrange();
    Columns.place(ranks, gap);
    double least = all().stream().mapToDouble(Item::start).min().orElse(0);
    all().forEach(i -> i.place -= least);
  }

  private Item add(Item item) {
    while (ranks.size() <= item.rank) {
      ranks.add(new ArrayList<>());
    }
    List<Item> rank = ranks.get(item.rank);
    item.place = rank.size();
    rank.add(item);
    return item;
  }

  private Route route(Edge edge) {
    Item from = boxes.get(edge.from());
    Item to = boxes.get(edge.to());
    List<Item> items = new ArrayList<>(List.of(from));
    for (int rank = from.rank + 1; rank < to.rank; rank++) {
      items.add(add(new Item(-1, rank, 0)));
    }
    items.add(to);
    for (int i = 1; i < items.size(); i++) {
      double exit = i == 1 ? edge.exit() - from.breadth / 2 : 0;
      double entry = i == items.size() - 1 ? edge.entry() - to.breadth / 2 : 0;
      items.get(i - 1).after.add(new Link(items.get(i), entry - exit));
      items.get(i).before.add(new Link(items.get(i - 1), exit - entry));
    }
    return new Route(edge, items);
  }

  /** Sorts the ranks to and fro; the order with the fewest crossings stays. */
  private void arrange() {
    List<List<Item>> best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      order(sweep % 2 == 0);
      long now = crossings();
      if (now < fewest) {
        fewest = now;
        best = copy();
      }
    }
    for (int r = 0; r < ranks.size(); r++) {
      number(ranks.get(r), best.get(r));
    }
  }

  private List<List<Item>> copy() {
    return ranks.stream().map(List::copyOf).toList();
  }

  private static void number(List<Item> rank, List<Item> order) {
    for (int i = 0; i < order.size(); i++) {
      rank.set(i, order.get(i));
      order.get(i).place = i;
    }
  }

  private long crossings() {
    long count = 0;
    for (List<Item> rank : ranks) {
      List<double[]> lines = new ArrayList<>();
      for (Item item : rank) {
        for (Link link : item.after) {
          lines.add(new double[] {item.place, link.item().place});
        }
      }
      for (int i = 0; i < lines.size(); i++) {
        for (int j = 0; j < i; j++) {
          double[] a = lines.get(i);
          double[] b = lines.get(j);
          count += (a[0] - b[0]) * (a[1] - b[1]) < 0 ? 1 : 0;
        }
      }
    }
    return count;
  }

  /** Sorts each rank by the middle of what its items are joined with in the rank before it. */
  private void order(boolean downwards) {
    for (List<Item> rank : downwards ? ranks : ranks.reversed()) {
      List<Double> middles =
          rank.stream().map(i -> meanPlace(downwards ? i.before : i.after, i.place)).toList();
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < rank.size(); i++) {
        order.add(i);
      }
      order.sort(Comparator.comparing(middles::get));
      number(rank, order.stream().map(rank::get).toList());
    }
  }

  private static double meanPlace(List<Link> joined, double otherwise) {
    return joined.stream().mapToDouble(link -> link.item().place).average().orElse(otherwise);
  }

  private List<Item> all() {
    return ranks.stream().flatMap(List::stream).toList();
  }

  /** How much room the ranks take along them. */
  double breadth() {
    return all().stream().mapToDouble(i -> i.start() + i.breadth).max().orElse(0);
  }

  int rankCount() {
    return ranks.size();
  }

  /** The boxes, in the order in which they were given. */
  List<Item> boxes() {
    return boxes;
  }

  List<Route> routes() {
    return routes;
  }
}
