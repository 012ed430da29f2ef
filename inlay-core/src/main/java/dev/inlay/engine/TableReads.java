package dev.inlay.engine;

import dev.inlay.graph.Variable;
import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lookups of a run, whose rows first make up for the steps that they have missed. */
final class TableReads {
  /** Ids below which one part takes all rows of a table. */
  private static final int FEW_IDS = 512;

  /** How many parts the rows of all tables make at least, if there are many ids. */
  private static final int PARTS = 8;

  /** To find a row takes as long as to move so many floats. */
  private static final int ROW = 100;

  private final Workers workers;
  private final Frame[] frames;

  /** For each level, the lookups by table. */
  private final Bound.Reading[][][] tables;

  private final @Nullable Stopwatch watch;
  private final Workers.Task task = this::catchUp;

  /** Each table of the present level has some. */
  private final Parts parts;

  private Slots slots = new Slots(List.of());
  private int level;

  TableReads(Bound bound, Workers workers, Frame[] frames, @Nullable Stopwatch watch) {
    this.watch = watch;
    this.workers = workers;
    this.frames = frames;
    this.tables = new Bound.Reading[bound.levels][][];
    int most = 0;
    for (int l = 0; l < bound.levels; l++) {
      int present = l;
      tables[l] =
          bound.readings.stream()
              .filter(r -> r.level() == present)
              .collect(Collectors.groupingBy(Bound.Reading::variable))
              .values()
              .stream()
              .map(readings -> readings.toArray(Bound.Reading[]::new))
              .toArray(Bound.Reading[][]::new);
      most = Math.max(most, tables[l].length);
    }
    this.parts = new Parts(most);
  }

  /** How many parts share so many ids of one of several tables; each part looks at all ids. */
  static int parts(int ids, int tables) {
    return ids < FEW_IDS ? 1 : Math.max(1, PARTS / tables);
  }

  /** How many floats could be moved while so many rows of a table are found and moved. */
  static long floats(int ids, Variable table) {
    return (long) ids * (ROW + table.values().width());
  }

  /** Lets the rows that a level is about to read make up for the steps they have missed. */
  void catchUp(Slots slots, int level, Frame frame) {
    this.slots = slots;
    this.level = level;
    parts.clear();
    for (Bound.Reading[] readings : tables[level]) {
      Variable table = readings[0].variable();
      Slots.Entry entry = slots.entry(table);
      if (entry == null || entry.lastStep() == null) {
        parts.add(0, 0);
        continue;
      }
      int ids = 0;
      for (Bound.Reading reading : readings) {
        ids += count(reading, frame);
      }
      parts.add(parts(ids, tables[level].length), floats(ids, table));
    }
    workers.run(parts.count(), task, parts.floats());
    Stopwatch.lap(watch, Stopwatch.Part.WAITING);
  }

  private static int count(Bound.Reading reading, Frame frame) {
    return reading.ragged()
        ? frame.ragged(reading.view()).values().shape().dim(0)
        : frame.size(reading.view());
  }

  private void catchUp(int part, int worker) {
    int i = parts.owner(part);
    Slots.Entry entry = Objects.requireNonNull(slots.entry(tables[level][i][0].variable()));
    Frame frame = frames[worker];
    frame.turnTo(frames[0]);
    int own = part - parts.first(i);
    int count = parts.count(i);
    for (Bound.Reading reading : tables[level][i]) {
      View view = reading.view();
      if (reading.ragged()) {
        Tensor values = frame.ragged(view).values();
        int[] ids = ((Tensor.IntTensor) values).data();
        catchUp(entry, ids, 0, ids.length, own, count, frame);
      } else if (view.isPacked()) {
        catchUp(entry, frame.ints(view), frame.at(view), frame.size(view), own, count, frame);
      } else {
        for (int p = 0; p < frame.pieces(view); p++) {
          int at = frame.at(view) + p * view.stride();
          catchUp(entry, frame.ints(view), at, view.width(), own, count, frame);
        }
      }
    }
    if (worker == 0) {
      Stopwatch.lap(watch, Stopwatch.Part.ROW_UPDATE);
    }
  }

  private void catchUp(
      Slots.Entry entry, int[] ids, int from, int count, int own, int parts, Frame frame) {
    int[] rows = frame.rowNumbers();
    int waiting = 0;
    long last = entry.variable().values().rows();
    for (int i = from; i < from + count; i++) {
      // One beyond the table is reported by the step that reads it.
      boolean inside = ids[i] >= 0 && ids[i] < last;
      if (inside && (parts == 1 || RowSums.part(ids[i], parts) == own)) {
        rows[waiting++] = ids[i];
        if (waiting == rows.length) {
          CatchUp.rows(entry, rows, waiting, slots.step(), frame);
          waiting = 0;
        }
      }
    }
    CatchUp.rows(entry, rows, waiting, slots.step(), frame);
  }
}
