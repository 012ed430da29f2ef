package dev.inlay.train;

import dev.inlay.engine.Slots;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Table;
import java.util.Arrays;

/** Rows that go on moving for some steps after a batch has looked them up. */
final class Warm {
  private final int window;
  private final RowSums sums = new RowSums(Kernels.best().lookups());
  private int[] rows = {};

  /** At which step each of them was looked up. */
  private int[] steps = {};

  private int size;

  /**
   * None yet.
   *
   * @param window for how many steps a row moves on
   */
  Warm(int window) {
    this.window = window;
  }

  /** Begins with the rows of a slot that aren't zero, as if a step had looked them up. */
  void restart(Table slot, int step) {
    size = 0;
    for (int row = 0; row < slot.rows(); row++) {
      if (!Decay.isZero(slot.chunkOf(row), slot.offset(row), slot.width())) {
        if (size == rows.length) {
          rows = Arrays.copyOf(rows, 2 * size + 16);
        }
        rows[size++] = row;
      }
    }
    steps = new int[size];
    Arrays.fill(steps, step);
  }

  /** A gradient with zeros for the rows that move on at a step that doesn't look them up. */
  Slots.Handed with(Table gradient, int[] seen, int step) {
    int own = (int) gradient.rows();
    int width = gradient.width();
    sums.begin(width, 0, 1);
    sums.add(seen, 0, own, null, 0, gradient.array(), 0, width);
    sums.add(rows, 0, forget(step), null, 0, new float[width], 0, 0);
    int[] all = sums.ids();
    int[] lastSteps = new int[sums.size()];
    Arrays.fill(lastSteps, 0, own, step);
    // Those that aren't seen follow in the order in which they were.
    int next = own;
    for (int i = 0; i < size; i++) {
      if (next < sums.size() && all[next] == rows[i]) {
        lastSteps[next++] = steps[i];
      }
    }
    size = sums.size();
    rows = Arrays.copyOf(all, size);
    steps = lastSteps;
    return new Slots.Handed(Table.of(size, width, sums.values()), rows);
  }

  /** Forgets those that rest by now; gives how many are left. */
  private int forget(int step) {
    int left = 0;
    for (int i = 0; i < size; i++) {
      if (step - steps[i] <= window) {
        rows[left] = rows[i];
        steps[left++] = steps[i];
      }
    }
    size = left;
    return left;
  }
}
