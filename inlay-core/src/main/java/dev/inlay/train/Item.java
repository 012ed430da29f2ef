package dev.inlay.train;

import dev.inlay.engine.Slots;
import dev.inlay.engine.Slots.Handed;
import dev.inlay.engine.Workers;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One weight whose gradient is handed over, and what moves it. */
final class Item {
  private static final float[] NONE = {};

  private final Slots.Entry entry;
  private final Rule rule;
  private final float[] hyper;
  private final Table values;
  private final List<Table> slots;
  private final @Nullable Aim aim;

  /** The rows of a step and their slots. */
  private final Gathered gathered;

  /** The sum of the gradients of earlier steps; null if none are summed up. */
  private final @Nullable Table sum;

  /** Which rows of the sum may not be zero, and those rows. */
  private final RowSums summed = new RowSums(Kernels.best().lookups());

  private final Gathered sums;

  /** Whether the sum was written to from outside. */
  private boolean restored;

  /**
   * A weight.
   *
   * @param rule moves it and its slots
   * @param hyper the rule's numbers of the present step
   * @param sum takes up gradients over steps; null if they aren't summed up
   */
  Item(
      Slots.Entry entry,
      Rule rule,
      float[] hyper,
      List<Table> slots,
      @Nullable Aim aim,
      @Nullable Table sum) {
    this.entry = entry;
    this.rule = rule;
    this.hyper = hyper;
    this.values = entry.variable().values();
    this.slots = slots;
    this.aim = aim;
    this.sum = sum;
    this.gathered = new Gathered(Stream.concat(Stream.of(values), slots.stream()).toList());
    this.sums = new Gathered(sum == null ? List.of() : List.of(sum));
    summed.begin(0, 0, 1);
  }

  /** All rows are up to date, and may be changed from outside. */
  void restart() {
    if (aim != null) {
      aim.restart();
    }
  }

  /** Slots were written to from outside. */
  void restored() {
    restored = true;
    if (aim != null) {
      aim.restored();
    }
  }

  /** A step isn't made. */
  void skip(int step, Workers workers) {
    entry.skip(step, workers);
  }

  /** Adds a gradient to the sum. */
  void accumulate(Handed gradient, Tables tables) {
    Table total = Objects.requireNonNull(sum);
    int[] rows = gradient.rows();
    if (rows == null) {
      tables.sub(total, gradient.values(), -1);
      return;
    }
    if (restored) {
      findSummed(total);
    }
    Table added = gradient.values();
    int width = added.width();
    summed.add(rows, 0, (int) added.rows(), null, 0, NONE, 0, 0);
    tables.each(
        added,
        (_, from, n) -> {
          for (int at = from; at < from + n; at += width) {
            int row = rows[at / width];
            Rule.UPDATES.sgd(total.chunkOf(row), total.offset(row), added.array(), at, width, -1);
          }
        });
  }

  private void findSummed(Table total) {
    summed.begin(0, 0, 1);
    int[] found = new int[1];
    for (int row = 0; row < total.rows(); row++) {
      if (!Decay.isZero(total.chunkOf(row), total.offset(row), total.width())) {
        found[0] = row;
        summed.add(found, 0, 1, null, 0, NONE, 0, 0);
      }
    }
    restored = false;
  }

  /** Takes the sum; it begins anew. */
  Handed accumulated(boolean byRows, Tables tables) {
    Table total = Objects.requireNonNull(sum);
    if (!byRows) {
      return new Handed(total, null);
    }
    int count = summed.size();
    int[] rows = summed.ids();
    Table taken = sums.take(rows, count, tables).getFirst();
    for (int i = 0; i < count; i++) {
      int at = total.offset(rows[i]);
      Arrays.fill(total.chunkOf(rows[i]), at, at + total.width(), 0);
    }
    summed.begin(0, 0, 1);
    return new Handed(taken, rows);
  }

  /**
   * Moves the weight, or those of its rows that have a gradient.
   *
   * @param move how many times weights have moved, with this one
   */
  void move(Handed seen, int step, int move, Tables tables) {
    Handed moving = aim == null ? seen : aim.moving(seen, move);
    Table gradient = moving.values();
    int[] rows = moving.rows();
    if (rows == null) {
      move(new Aim.Patch(values, slots, gradient, true), move, tables);
      if (sum != null) {
        tables.clear(sum);
      }
      return;
    }
    int count = (int) gradient.rows();
    tables.ranges(
        count,
        Tables.rowsOfBlock(values.width()),
        (_, from, n) -> entry.catchUp(rows, from, from + n, step - 1));
    List<Table> taken = gathered.take(rows, count, tables);
    List<Table> ofSlots = taken.subList(1, taken.size());
    move(new Aim.Patch(taken.getFirst(), ofSlots, gradient, false), move, tables);
    gathered.putBack(rows, count, tables);
    entry.saw(rows, count, step);
  }

  private void move(Aim.Patch patch, int move, Tables tables) {
    if (aim == null) {
      update(patch, hyper, tables);
    } else {
      float[] aimed = hyper.clone();
      aimed[0] = aim.aim(patch, move, hyper[0], hyper[Rule.KEPT], tables);
      update(patch, aimed, tables);
      aim.moved(patch, tables);
    }
  }

  /** A step that moves no weights: their averages go on. */
  void stay(Handed gradient, Tables tables) {
    if (gradient.rows() == null) {
      update(new Aim.Patch(values, slots, gradient.values(), true), hyper, tables);
    }
  }

  private void update(Aim.Patch patch, float[] numbers, Tables tables) {
    Table moved = patch.values();
    Table gradient = patch.gradient();
    float[][][] slotsOfChunks = new float[moved.chunkCount()][][];
    Arrays.setAll(slotsOfChunks, chunk -> arrays(patch.slots(), chunk));
    tables.each(
        moved,
        (chunk, from, n) ->
            rule.update(
                moved.chunk(chunk),
                slotsOfChunks[chunk],
                from,
                gradient.chunk(chunk),
                from,
                n,
                numbers));
  }

  private static float[][] arrays(List<Table> tables, int chunk) {
    return tables.stream().map(table -> table.chunk(chunk)).toArray(float[][]::new);
  }
}
