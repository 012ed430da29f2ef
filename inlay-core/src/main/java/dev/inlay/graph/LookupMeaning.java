package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What lookups mean. */
final class LookupMeaning {
  private LookupMeaning() {}

  static Numbers of(Lookup op, List<Numbers> in, Shape shape) {
    return switch (op) {
      case Lookup.Gather _ -> {
        Numbers table = in.get(0);
        Numbers ids = in.get(1);
        int width = width(table.shape());
        yield Numbers.fill(
            shape,
            i -> {
              int id = id(ids.at(i / width), table.shape());
              return id < 0 ? 0 : table.at(id * width + i % width);
            });
      }
      case Lookup.GatherGrad _ -> {
        Numbers table = Numbers.zeros(shape);
        addRows(in.get(0), in.get(1), table);
        yield table;
      }
      case Lookup.Bag bag -> {
        Numbers out = Numbers.zeros(shape);
        for (Entry e : entries(bag, in)) {
          double[] row = clipped(bag, in.getFirst(), e.id());
          for (int j = 0; j < row.length; j++) {
            out.data()[e.row() * row.length + j] += e.share() * row[j];
          }
        }
        yield out;
      }
      case Lookup.BagGrad(Lookup.Bag bag) -> {
        Numbers table = Numbers.zeros(shape);
        addBags(bag, in, in.getLast(), table);
        yield table;
      }
      case Lookup.OneHot(int depth) ->
          Numbers.fill(
              shape, i -> ElementwiseMeaning.truth(in.getFirst().at(i / depth) == i % depth));
      case Lookup.MultiHot(int depth, boolean weighted) -> {
        Numbers ids = in.getFirst();
        Numbers out = Numbers.zeros(shape);
        for (int row = 0; row < shape.dim(0); row++) {
          for (int i = ids.splits()[row]; i < ids.splits()[row + 1]; i++) {
            if (ids.at(i) >= 0 && ids.at(i) < depth) {
              out.data()[row * depth + (int) ids.at(i)] += weighted ? in.get(1).at(i) : 1;
            }
          }
        }
        yield out;
      }
    };
  }

  /**
   * The inputs of a lookup in a weight, with a table of the rows that are looked up only: the whole
   * might be too large to copy.
   *
   * @param rest the inputs after the table
   */
  static List<Numbers> seen(Variable variable, List<Numbers> rest) {
    Numbers ids = rest.getFirst();
    int[] seen =
        Arrays.stream(ids.data())
            .filter(id -> id >= 0)
            .distinct()
            .mapToInt(id -> (int) id)
            .toArray();
    Map<Integer, Integer> places = new HashMap<>();
    for (int id : seen) {
      check(id, variable.shape());
      places.put(id, places.size());
    }
    int width = variable.storage().width();
    Numbers table =
        Numbers.fill(
            variable.shape().withDim(0, seen.length),
            i -> variable.storage().at(seen[i / width], i % width));
    double[] renumbered =
        Arrays.stream(ids.data()).map(id -> places.getOrDefault((int) id, -1)).toArray();
    List<Numbers> in = new ArrayList<>(rest);
    in.set(0, new Numbers(ids.shape(), renumbered, ids.splits()));
    in.addFirst(table);
    return in;
  }

  /** Adds a row for each id to the table's row of that id. */
  static void addRows(Numbers ids, Numbers rows, Numbers table) {
    int width = width(table.shape());
    for (int i = 0; i < rows.size(); i++) {
      int id = id(ids.at(i / width), table.shape());
      if (id >= 0) {
        table.data()[id * width + i % width] += rows.at(i);
      }
    }
  }

  /** Adds the gradient of a bag to the gradient of its table; {@code in} are the bag's inputs. */
  static void addBags(Lookup.Bag bag, List<Numbers> in, Numbers gradient, Numbers table) {
    int width = table.shape().dim(1);
    for (Entry e : entries(bag, in)) {
      double[] x = row(in.getFirst(), e.id());
      double[] g = row(gradient, e.row());
      double norm = norm(x);
      boolean clips = norm >= bag.maxNorm();
      double scale = clips ? bag.maxNorm() / norm : 1;
      // x ↦ x maxNorm / |x| has the derivative maxNorm / |x| (1 - x xᵀ / |x|²).
      double along = clips ? dot(x, g) / (norm * norm) : 0;
      for (int j = 0; j < width; j++) {
        table.data()[e.id() * width + j] += e.share() * scale * (g[j] - along * x[j]);
      }
    }
  }

  /** An id of a bag that counts, and by what share: its weight times the combiner's coefficient. */
  private record Entry(int row, int id, double share) {}

  private static List<Entry> entries(Lookup.Bag bag, List<Numbers> in) {
    Numbers ids = in.get(1);
    List<Entry> all = new ArrayList<>();
    for (int row = 0; row < ids.shape().dim(0); row++) {
      List<Entry> entries = new ArrayList<>();
      double sum = 0;
      double squares = 0;
      for (int i = ids.splits()[row]; i < ids.splits()[row + 1]; i++) {
        int id = id(ids.at(i), in.getFirst().shape());
        double weight = bag.weighted() ? in.get(2).at(i) : 1;
        if (id >= 0 && (weight > 0 || bag.combiner() == Combiner.SUM)) {
          entries.add(new Entry(row, id, weight));
          sum += weight;
          squares += weight * weight;
        }
      }
      double divisor =
          switch (bag.combiner()) {
            case SUM -> 1;
            case MEAN -> sum;
            case SQRTN -> Math.sqrt(squares);
          };
      entries.forEach(e -> all.add(new Entry(e.row(), e.id(), e.share() / divisor)));
    }
    return all;
  }

  private static double[] clipped(Lookup.Bag bag, Numbers table, int id) {
    double[] row = row(table, id);
    double norm = norm(row);
    if (norm > bag.maxNorm()) {
      for (int j = 0; j < row.length; j++) {
        row[j] *= bag.maxNorm() / norm;
      }
    }
    return row;
  }

  private static double[] row(Numbers matrix, int row) {
    int width = matrix.shape().dim(1);
    return Arrays.copyOfRange(matrix.data(), row * width, (row + 1) * width);
  }

  private static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static int width(Shape table) {
    return (int) table.size(1, table.rank());
  }

  private static int id(double id, Shape table) {
    check((int) id, table);
    return (int) id;
  }

  private static void check(int id, Shape table) {
    if (id >= table.dim(0)) {
      throw new IllegalArgumentException(
          "id %d for a table of %d rows; ids run from 0 to %d"
              .formatted(id, table.dim(0), table.dim(0) - 1));
    }
  }
}
