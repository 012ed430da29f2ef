package dev.inlay.feature;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import java.util.Arrays;
import java.util.Map;

/** The sequences of one column, before it is known how long those of the others are. */
sealed interface Steps {
  /** The number of steps of each row. */
  int[] lengths();

  /** How many steps the data has room for: that of the longest row or more. */
  int room();

  /** All rows filled up to a number of steps. */
  Tensor filled(int steps);

  /** Ids; -1 for a step without one. */
  record Ids(SparseIds ids, int[] lengths) implements Steps {
    @Override
    public int room() {
      return ids.width();
    }

    @Override
    public Tensor filled(int steps) {
      int[] filled = new int[Math.multiplyExact(lengths.length, steps)];
      Arrays.fill(filled, -1);
      for (int row = 0; row < lengths.length; row++) {
        for (int i = ids.splits()[row]; i < ids.splits()[row + 1]; i++) {
          filled[row * steps + ids.positions()[i]] = ids.values()[i];
        }
      }
      return new IntTensor(Shape.of(lengths.length, steps), filled);
    }
  }

  /**
   * Several ids a step.
   *
   * @param ids of all steps, one row after the other
   * @param splits where rows begin and end among the steps
   * @param lengths up to the last step that counts
   */
  record Bags(SparseIds ids, int[] splits, int[] lengths) implements Steps {
    /**
     * Bags of steps.
     *
     * @param all whether steps without ids at the end of a row count too
     */
    Bags(SparseIds ids, int[] splits, boolean all) {
      this(ids, splits, lengths(ids, splits, all));
    }

    private static int[] lengths(SparseIds ids, int[] splits, boolean all) {
      int[] lengths = new int[splits.length - 1];
      for (int row = 0; row < lengths.length; row++) {
        int end = splits[row + 1];
        while (!all && end > splits[row] && ids.splits()[end - 1] == ids.splits()[end]) {
          end--;
        }
        lengths[row] = end - splits[row];
      }
      return lengths;
    }

    @Override
    public int room() {
      return Arrays.stream(lengths).max().orElse(0);
    }

    @Override
    public Tensor filled(int steps) {
      int most = 1;
      for (int i = 1; i < ids.splits().length; i++) {
        most = Math.max(most, ids.splits()[i] - ids.splits()[i - 1]);
      }
      int[] filled = new int[Math.multiplyExact(lengths.length, Math.multiplyExact(steps, most))];
      Arrays.fill(filled, -1);
      for (int row = 0; row < lengths.length; row++) {
        for (int step = 0; step < lengths[row]; step++) {
          int from = ids.splits()[splits[row] + step];
          int count = ids.splits()[splits[row] + step + 1] - from;
          System.arraycopy(ids.values(), from, filled, (row * steps + step) * most, count);
        }
      }
      return new IntTensor(Shape.of(lengths.length, steps, most), filled);
    }
  }

  /**
   * Numbers.
   *
   * @param numbers of all rows, one after the other, each {@code room} steps long
   * @param width how many numbers a step has
   * @param filler what stands after a row's last step
   */
  record Numbers(float[] numbers, int[] lengths, int room, int width, float filler)
      implements Steps {
    @Override
    public Tensor filled(int steps) {
      Shape shape = Shape.of(lengths.length, steps, width);
      if (steps == room) {
        return new FloatTensor(shape, numbers);
      }
      float[] filled = new float[shape.intSize()];
      Arrays.fill(filled, filler);
      for (int row = 0; row < lengths.length; row++) {
        System.arraycopy(numbers, row * room * width, filled, row * steps * width, room * width);
      }
      return new FloatTensor(shape, filled);
    }
  }

  /**
   * A one for each step that a row has, then zeros.
   *
   * @param steps of each row's mask
   */
  default FloatTensor mask(int steps) {
    float[] mask = new float[Math.multiplyExact(lengths().length, steps)];
    for (int row = 0; row < lengths().length; row++) {
      Arrays.fill(mask, row * steps, row * steps + lengths()[row], 1);
    }
    return new FloatTensor(Shape.of(lengths().length, steps), mask);
  }

  /**
   * The room that all of these columns fit in: one step at least, so that a batch whose rows have
   * none can be fed to a recurrence.
   *
   * @throws IllegalArgumentException if a row has more steps in one column than in another
   */
  static int room(Map<String, Steps> columns) {
    Map.Entry<String, Steps> first = columns.entrySet().iterator().next();
    columns.forEach(
        (name, column) -> {
          int row = Arrays.mismatch(first.getValue().lengths(), column.lengths());
          if (row >= 0) {
            throw new IllegalArgumentException(
                "row %d: column \"%s\" has %d steps, column \"%s\" has %d; columns of one sequence have equally many"
                    .formatted(
                        row,
                        first.getKey(),
                        first.getValue().lengths()[row],
                        name,
                        column.lengths()[row]));
          }
        });
    return Math.max(1, columns.values().stream().mapToInt(Steps::room).max().orElse(0));
  }
}
