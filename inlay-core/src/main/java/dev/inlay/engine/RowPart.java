package dev.inlay.engine;

import dev.inlay.graph.Gradient;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import java.util.Arrays;
import java.util.List;

/** The rows of one lookup that go into a table's gradient. */
sealed interface RowPart {
  /** How many ids the batch has. */
  int count(Frame frame);

  /** How many ids there are for each row of the batch; of rows of different lengths, one. */
  int perRow();

  /** Where the rows lie that are added, one for each piece. */
  View rows();

  /** Adds all of the batch's rows to the frame's sums. */
  void addTo(Frame frame);

  static RowPart of(Lowering l, Variable variable, Gradient.Part part) {
    int width = variable.values().width();
    return switch (part) {
      case Gradient.Gathered(var ids, var gradient) ->
          new Gathered(l.result(ids, 0), l.result(gradient, width));
      case Gradient.Bagged(var bag, var ids, var weights, var gradient) -> {
        View rows = l.result(gradient, width);
        Node table = gradient.graph().weight(variable);
        List<Node> inputs = weights == null ? List.of(table, ids) : List.of(table, ids, weights);
        BagEntries entries = BagEntries.of(l, bag, inputs);
        l.emit(0, entries::weigh);
        yield new Bagged(entries, rows);
      }
    };
  }

  /** From a gather: one row for each id. */
  record Gathered(View ids, View rows) implements RowPart {
    @Override
    public int perRow() {
      return ids.rows() ? ids.size() : 1;
    }

    @Override
    public int count(Frame frame) {
      return frame.size(ids);
    }

    @Override
    public void addTo(Frame frame) {
      frame
          .sums()
          .add(
              frame.ints(ids),
              frame.at(ids),
              frame.size(ids),
              null,
              0,
              frame.floats(rows),
              frame.at(rows),
              rows.stride());
    }
  }

  /** From a bag: one row for all ids of a batch row. */
  record Bagged(BagEntries entries, View rows) implements RowPart {
    @Override
    public int perRow() {
      return 1;
    }

    @Override
    public int count(Frame frame) {
      return entries.ids(frame).length;
    }

    @Override
    public void addTo(Frame frame) {
      int[] splits = entries.splits(frame);
      int[] ids = entries.ids(frame);
      float[] factors = entries.factors(frame.memory);
      float[] g = frame.floats(rows);
      if (entries.isPlain(splits, 0, splits.length - 1)) {
        frame.sums().add(ids, 0, ids.length, null, 0, g, frame.at(rows), rows.stride());
        return;
      }
      for (int r = 0; r < splits.length - 1; r++) {
        int at = frame.at(rows) + r * rows.stride();
        if (entries.bag().maxNorm() == Float.POSITIVE_INFINITY) {
          frame.sums().add(ids, splits[r], splits[r + 1] - splits[r], factors, splits[r], g, at, 0);
        } else {
          for (int e = splits[r]; e < splits[r + 1]; e++) {
            addShortened(frame, ids, e, factors, g, at);
          }
        }
      }
    }

    private void addShortened(Frame frame, int[] ids, int e, float[] factors, float[] g, int at) {
      if (factors[e] != 0) {
        float[] row = frame.spare(0, rows.width());
        Arrays.fill(row, 0, rows.width(), 0);
        entries.addGradient(frame, entries.table(frame), ids[e], factors[e], g, at, row, 0);
        frame.sums().add(ids, e, 1, null, 0, row, 0, 0);
      }
    }
  }
}
