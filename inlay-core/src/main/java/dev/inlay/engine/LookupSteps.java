package dev.inlay.engine;

import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps between ids and rows of tables. */
final class LookupSteps {
  private LookupSteps() {}

  static void lower(Lowering l, Node node, Lookup op) {
    Form form = l.form(node);
    switch (op) {
      case Lookup.Gather _ -> {
        Node table = node.input(0);
        Form rows = l.form(table);
        int width = rows.size(1, rows.rank());
        View ids = l.in(node.input(1), 0);
        Ids check = ids(l, node.input(1), rows.dims()[0]);
        if (table.dtype() == DType.INT8) {
          View x = l.in(table, width);
          View dst = cut(l.out(node), width);
          l.emit(form.size(), new Widenings.Gathering(x, ids, dst, check));
        } else if (table.op() instanceof Source.Weight(var variable)) {
          View dst = cut(l.out(node), width);
          l.emit(form.size(), new Gathering(variable.values(), ids, dst, check));
        } else {
          View x = l.in(table, 0);
          View dst = cut(l.out(node), width);
          l.emit(form.size(), new Picking(x, ids, dst, check));
        }
      }
      case Lookup.GatherGrad _ -> {
        View ids = l.in(node.input(0), 0);
        View rows = l.in(node.input(1), form.size(1, form.rank()));
        View dst = l.partial(node);
        l.emit(rows.size(), new Scattering(ids, rows, dst, ids(l, node.input(0), form.dims()[0])));
      }
      case Lookup.Bag bag -> {
        BagEntries entries = BagEntries.of(l, bag, node.inputs());
        View dst = cut(l.out(node), form.last());
        l.emit(4.0 * form.size(), new Bagging(entries, dst));
      }
      case Lookup.BagGrad(Lookup.Bag bag) -> {
        BagEntries entries = BagEntries.of(l, bag, node.inputs());
        View rows = l.in(node.inputs().getLast(), form.last());
        View dst = l.partial(node);
        l.emit(4.0 * form.last(), new BagScattering(entries, rows, dst));
      }
      case Lookup.OneHot(int depth) -> {
        View ids = l.in(node.input(0), 0);
        View dst = l.out(node);
        l.emit(form.size(), new OneHot(depth, ids, dst));
      }
      case Lookup.MultiHot(int depth, boolean weighted) -> {
        View ids = l.in(node.input(0));
        View weights = weighted ? l.in(node.input(1)) : null;
        View dst = l.out(node);
        l.emit(form.size(), new MultiHot(depth, ids, weights, dst));
      }
    }
  }

  private static Ids ids(Lowering l, Node ids, long limit) {
    Form form = l.form(ids);
    return Ids.of(
        ids, form.rows() ? form.size() : form.size(Math.min(1, form.rank()), form.rank()), limit);
  }

  private static View cut(View view, int width) {
    View cut = view.cut(width);
    if (cut == null) {
      throw new IllegalStateException(view + " can't be cut to " + width);
    }
    return cut;
  }

  private record Gathering(Table table, View ids, View dst, Ids check) implements Step {
    @Override
    public void run(Frame frame) {
      int[] from = frame.ints(ids);
      int at = frame.at(ids);
      int count = frame.size(ids);
      check.check(from, at, count, frame.row);
      frame
          .kernels
          .lookups()
          .gather(table, from, at, count, frame.floats(dst), frame.at(dst), dst.stride());
    }
  }

  /** A gather from a table that was computed. */
  private record Picking(View table, View ids, View dst, Ids check) implements Step {
    @Override
    public void run(Frame frame) {
      int[] from = frame.ints(ids);
      float[] rows = frame.floats(table);
      float[] to = frame.floats(dst);
      int first = frame.at(ids);
      int count = frame.size(ids);
      check.check(from, first, count, frame.row);
      for (int i = 0; i < count; i++) {
        int id = from[first + i];
        int at = frame.at(dst) + i * dst.stride();
        if (id < 0) {
          Arrays.fill(to, at, at + dst.width(), 0);
        } else {
          System.arraycopy(rows, frame.at(table) + id * dst.width(), to, at, dst.width());
        }
      }
    }
  }

  private record Scattering(View ids, View rows, View dst, Ids check) implements Step {
    @Override
    public void run(Frame frame) {
      int[] from = frame.ints(ids);
      float[] to = frame.floats(dst);
      int at = frame.at(dst);
      int count = frame.size(ids);
      check.check(from, frame.at(ids), count, frame.row);
      Arrays.fill(to, at, at + frame.size(dst), 0);
      frame
          .kernels
          .lookups()
          .scatterAdd(
              from,
              frame.at(ids),
              null,
              0,
              count,
              frame.floats(rows),
              frame.at(rows),
              rows.stride(),
              to,
              at,
              rows.width());
    }
  }

  private record Bagging(BagEntries entries, View dst) implements Step {
    @Override
    public void run(Frame frame) {
      entries.weigh(frame);
      Table table = entries.table(frame);
      int[] ids = entries.ids(frame);
      int[] splits = entries.splits(frame);
      int from = frame.row;
      int to = frame.row + frame.rows;
      float[] out = frame.floats(dst);
      int at = frame.at(dst);
      var lookups = frame.kernels.lookups();
      if (entries.isPlain(splits, from, to)) {
        lookups.gather(table, ids, splits[from], frame.rows, out, at, dst.stride());
      } else {
        float[] factors = entries.factors(frame.memory);
        lookups.bag(table, ids, splits, factors, from, to, out, at, dst.stride());
      }
    }
  }

  private record BagScattering(BagEntries entries, View rows, View dst) implements Step {
    @Override
    public void run(Frame frame) {
      entries.weigh(frame);
      float[] to = frame.floats(dst);
      int at = frame.at(dst);
      Arrays.fill(to, at, at + frame.size(dst), 0);
      Table table = entries.table(frame);
      int[] ids = entries.ids(frame);
      int[] splits = entries.splits(frame);
      float[] factors = entries.factors(frame.memory);
      float[] from = frame.floats(rows);
      for (int r = 0; r < frame.rows; r++) {
        int row = frame.row + r;
        for (int e = splits[row]; e < splits[row + 1]; e++) {
          if (factors[e] != 0) {
            int source = frame.at(rows) + r * rows.stride();
            int place = at + ids[e] * rows.width();
            entries.addGradient(frame, table, ids[e], factors[e], from, source, to, place);
          }
        }
      }
    }
  }

  private record OneHot(int depth, View ids, View dst) implements Step {
    @Override
    public void run(Frame frame) {
      int[] from = frame.ints(ids);
      float[] to = frame.floats(dst);
      int at = frame.at(dst);
      Arrays.fill(to, at, at + frame.size(dst), 0);
      int first = frame.at(ids);
      int count = frame.size(ids);
      for (int i = 0; i < count; i++) {
        int id = from[first + i];
        if (id >= 0 && id < depth) {
          to[at + i * depth + id] = 1;
        }
      }
    }
  }

  private record MultiHot(int depth, View ids, @Nullable View weights, View dst) implements Step {
    @Override
    public void run(Frame frame) {
      Ragged ragged = frame.ragged(ids);
      int[] values = ((Tensor.IntTensor) ragged.values()).data();
      float[] each =
          weights == null ? null : ((Tensor.FloatTensor) frame.ragged(weights).values()).data();
      float[] to = frame.floats(dst);
      int at = frame.at(dst);
      Arrays.fill(to, at, at + frame.size(dst), 0);
      for (int r = 0; r < frame.rows; r++) {
        int row = frame.row + r;
        for (int i = ragged.splits()[row]; i < ragged.splits()[row + 1]; i++) {
          if (values[i] >= 0 && values[i] < depth) {
            to[at + r * depth + values[i]] += each == null ? 1 : each[i];
          }
        }
      }
    }
  }
}
