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
  private static final int SWEEPS = 12;

  /** A box or, without an index, a point of a long line. */
  static final class Item {
    final int index;
    final int rank;
    final double breadth;
    final List<Item> before = new ArrayList<>();
    final List<Item> after = new ArrayList<>();

    /** Along the rank: first the number in its order, at last the middle of the box. */
    double place;

    Item(int index, int rank, double breadth) {
      this.index = index;
      this.rank = rank;
      this.breadth = breadth;
    }
  }

  /** A line with the points through which it goes, both ends among them. */
  record Route(List<Item> items) {}

  private final double gap;
  private final List<List<Item>> ranks = new ArrayList<>();
  private final List<Item> boxes = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();

  /**
   * Places boxes.
   *
   * @param breadths of the boxes along their rank, each after all that lead to it
   * @param sources for each box the boxes that lead to it
   * @param gap the least distance between two boxes of a rank
   */
  Layering(List<Double> breadths, List<List<Integer>> sources, double gap) {
    this.gap = gap;
    for (int i = 0; i < breadths.size(); i++) {
      int rank = sources.get(i).stream().mapToInt(s -> boxes.get(s).rank + 1).max().orElse(0);
      boxes.add(add(new Item(i, rank, breadths.get(i))));
    }
    for (int i = 0; i < boxes.size(); i++) {
      for (int source : sources.get(i)) {
        routes.add(route(boxes.get(source), boxes.get(i)));
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      order(sweep % 2 == 0);
    }
    spread();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      align(sweep % 2 == 0);
    }
    double least = all().stream().mapToDouble(i -> i.place - i.breadth / 2).min().orElse(0);
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

  private Route route(Item from, Item to) {
    List<Item> items = new ArrayList<>(List.of(from));
    for (int rank = from.rank + 1; rank < to.rank; rank++) {
      items.add(add(new Item(-1, rank, 0)));
    }
    items.add(to);
    for (int i = 1; i < items.size(); i++) {
      items.get(i - 1).after.add(items.get(i));
      items.get(i).before.add(items.get(i - 1));
    }
    return new Route(items);
  }

  /** Sorts each rank by the middle of what its items are joined with in the rank before it. */
  private void order(boolean downwards) {
    for (List<Item> rank : downwards ? ranks : ranks.reversed()) {
      List<Double> middles =
          rank.stream().map(i -> middle(downwards ? i.before : i.after, i.place)).toList();
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < rank.size(); i++) {
        order.add(i);
      }
      order.sort(Comparator.comparing(middles::get));
      List<Item> sorted = order.stream().map(rank::get).toList();
      for (int i = 0; i < sorted.size(); i++) {
        rank.set(i, sorted.get(i));
        sorted.get(i).place = i;
      }
    }
  }

  private static double middle(List<Item> joined, double otherwise) {
    return joined.stream().mapToDouble(i -> i.place).average().orElse(otherwise);
  }

  /** Sets the items of each rank side by side. */
  private void spread() {
    for (List<Item> rank : ranks) {
      double at = 0;
      for (Item item : rank) {
        item.place = at + item.breadth / 2;
        at += item.breadth + gap;
      }
      double half = at / 2;
      rank.forEach(item -> item.place -= half);
    }
  }

  /** Moves items towards those that they are joined with, as far as their neighbours let them. */
  private void align(boolean downwards) {
    for (List<Item> rank : downwards ? ranks : ranks.reversed()) {
      int n = rank.size();
      double[] wanted = new double[n];
      double[] fromLeft = new double[n];
      double[] fromRight = new double[n];
      for (int i = 0; i < n; i++) {
        Item item = rank.get(i);
        wanted[i] = middle(downwards ? item.before : item.after, item.place);
        fromLeft[i] =
            i == 0 ? wanted[i] : Math.max(wanted[i], fromLeft[i - 1] + apart(rank, i - 1));
      }
      for (int i = n - 1; i >= 0; i--) {
        fromRight[i] =
            i == n - 1 ? wanted[i] : Math.min(wanted[i], fromRight[i + 1] - apart(rank, i));
      }
      for (int i = 0; i < n; i++) {
        rank.get(i).place = (fromLeft[i] + fromRight[i]) / 2;
      }
    }
  }

  /** How far the middles of an item and of the next one are apart at least. */
  private double apart(List<Item> rank, int i) {
    return (rank.get(i).breadth + rank.get(i + 1).breadth) / 2 + gap;
  }

  private List<Item> all() {
    return ranks.stream().flatMap(List::stream).toList();
  }

  /** How much room the ranks take along them. */
  double breadth() {
    return all().stream().mapToDouble(i -> i.place + i.breadth / 2).max().orElse(0);
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
