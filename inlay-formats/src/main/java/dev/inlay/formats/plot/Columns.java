package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Layering.Item;
import dev.inlay.formats.plot.Layering.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Places the items of ranks whose order is known, so that lines are straight: items that a line
 * joins are made columns (as by Brandes and Köpf 2001), long lines first, and columns moved towards
 * what they are joined with as far as their neighbours let them.
 */
final class Columns {
  private static final int SWEEPS = 60;

  /** Items one below the other, joined by straight lines. */
  private static final class Column {
    final List<Item> items = new ArrayList<>();

    /** Of the first item. */
    double place;
  }

  private final List<List<Item>> ranks;
  private final double gap;
  private final Map<Item, Column> columns = new IdentityHashMap<>();

  /** How far an item lies from the place of its column. */
  private final Map<Item, Double> shifts = new IdentityHashMap<>();

  private Columns(List<List<Item>> ranks, double gap) {
    this.ranks = ranks;
    this.gap = gap;
  }

  /**
   * Places items.
   *
   * @param ranks each in order, with the number in it as the items' places; then the middle of each
   *     item
   */
  static void place(List<List<Item>> ranks, double gap) {
    Columns columns = new Columns(ranks, gap);
    columns.join();
    columns.set();
    List<Column> ordered = columns.ordered();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      (sweep % 2 == 0 ? ordered.reversed() : ordered).forEach(columns::move);
    }
    ranks.forEach(rank -> rank.forEach(item -> item.place = columns.place(item)));
  }

  /** A line between neighbouring ranks. */
  private record Line(Item from, Item to, double shift) {
    /** Points of long lines first, then those that have nothing else, then between boxes. */
    int order() {
      boolean boxes = from.index >= 0 && to.index >= 0;
      return from.index < 0 && to.index < 0
          ? 0
          : from.after.size() == 1 && to.before.size() == 1 ? 1 : boxes ? 2 : 3;
    }

    /** How far from the middle of the lines that begin and end where it does. */
    double aside() {
      return aside(from.after, to.place) + aside(to.before, from.place);
    }

    private static double aside(List<Link> links, double place) {
      long before = links.stream().filter(l -> l.item().place < place).count();
      long after = links.stream().filter(l -> l.item().place > place).count();
      return Math.abs(before - after);
    }
  }

  private void join() {
    for (List<Item> rank : ranks) {
      List<Line> lines = new ArrayList<>();
      for (Item from : rank) {
        begin(from);
        from.after.forEach(link -> lines.add(new Line(from, link.item(), -link.shift())));
      }
      lines.sort(Comparator.comparingInt(Line::order).thenComparingDouble(Line::aside));
      List<Line> straight = new ArrayList<>();
      for (Line line : lines) {
        if (straight.stream().noneMatch(other -> meet(line, other))) {
          straight.add(line);
        }
      }
      for (Line line : straight) {
        Column column = begin(line.from());
        column.items.add(line.to());
        columns.put(line.to(), column);
        shifts.put(line.to(), shifts.getOrDefault(line.from(), 0.0) + line.shift());
      }
    }
  }

  private Column begin(Item item) {
    return columns.computeIfAbsent(
        item,
        _ -> {
          Column column = new Column();
          column.items.add(item);
          return column;
        });
  }

  /** Whether two lines between the same ranks have an end in common, or cross. */
  private static boolean meet(Line a, Line b) {
    return (a.from().place - b.from().place) * (a.to().place - b.to().place) <= 0;
  }

  private double place(Item item) {
    return begin(item).place + shifts.getOrDefault(item, 0.0);
  }

  /** Sets columns as far to the left as their neighbours let them. */
  private void set() {
    // Columns don't cross, so that passes over all ranks end.
    boolean moved = true;
    while (moved) {
      moved = false;
      for (List<Item> rank : ranks) {
        for (int i = 1; i < rank.size(); i++) {
          double least = place(rank.get(i - 1)) + apart(rank, i - 1);
          if (place(rank.get(i)) < least - 1e-9) {
            begin(rank.get(i)).place += least - place(rank.get(i));
            moved = true;
          }
        }
      }
    }
  }

  private List<Column> ordered() {
    return columns.values().stream()
        .distinct()
        .sorted(
            Comparator.comparingDouble((Column c) -> c.place)
                .thenComparingInt(c -> c.items.getFirst().rank))
        .toList();
  }

  /** Moves a column towards what it is joined with. */
  private void move(Column column) {
    double sum = 0;
    int count = 0;
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    for (Item item : column.items) {
      double shift = shifts.getOrDefault(item, 0.0);
      for (List<Link> links : List.of(item.before, item.after)) {
        for (Link link : links) {
          if (begin(link.item()) != column) {
            sum += place(link.item()) + link.shift() - shift;
            count++;
          }
        }
      }
      List<Item> rank = ranks.get(item.rank);
      int i = (int) item.place;
      if (i > 0) {
        least = Math.max(least, place(rank.get(i - 1)) + apart(rank, i - 1) - shift);
      }
      if (i < rank.size() - 1) {
        most = Math.min(most, place(rank.get(i + 1)) - apart(rank, i) - shift);
      }
    }
    if (count > 0) {
      column.place = Math.max(least, Math.min(most, sum / count));
    }
  }

  /** How far the middles of an item and of the next one are apart at least. */
  private double apart(List<Item> rank, int i) {
    return (rank.get(i).breadth + rank.get(i + 1).breadth) / 2 + gap;
  }
}
