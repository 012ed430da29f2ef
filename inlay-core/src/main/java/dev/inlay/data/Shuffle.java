package dev.inlay.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random order within a buffer, drawn anew for each pass. */
final class Shuffle {
  private Shuffle() {}

  /** Elements are batches: one leaves the buffer at random, the next one takes its place. */
  static Stage batches(Stage source, int bufferSize, long seed) {
    return pass -> {
      Stage.Slices slices = source.open(pass);
      var random = random(seed, pass);
      return new Stage.Slices() {
        private final List<Slice> buffer = new ArrayList<>();

        @Override
        public @Nullable Slice next() {
          while (buffer.size() < bufferSize) {
            Slice slice = slices.next();
            if (slice == null) {
              break;
            }
            buffer.add(slice);
          }
          if (buffer.isEmpty()) {
            return null;
          }
          int last = buffer.size() - 1;
          Slice drawn = buffer.set(random.nextInt(last + 1), buffer.get(last));
          buffer.removeLast();
          return drawn;
        }

        @Override
        public void close() {
          slices.close();
        }
      };
    };
  }

  /**
   * Elements are rows: while there are more to come, a random half of a full buffer leaves at a
   * time, so that rows are copied twice on average and never one by one.
   */
  static Stage rows(Stage source, int bufferSize, long seed) {
    return pass -> {
      Stage.Slices slices = source.open(pass);
      var random = random(seed, pass);
      return new Stage.Slices() {
        private @Nullable Slice held;
        private @Nullable Slice ahead;

        @Override
        public @Nullable Slice next() {
          Slice buffer = fill();
          if (buffer == null) {
            return null;
          }
          int rows = buffer.rows();
          int leaving = ahead == null ? rows : (rows + 1) / 2;
          int[] order = draw(rows, leaving, random);
          held = leaving == rows ? null : buffer.pick(Arrays.copyOfRange(order, leaving, rows));
          return buffer.pick(Arrays.copyOf(order, leaving));
        }

        // Fills the buffer up; "ahead" is null afterwards if the data has ended.
        private @Nullable Slice fill() {
          List<Slice> parts = new ArrayList<>();
          int rows = 0;
          if (held != null) {
            parts.add(held);
            rows = held.rows();
          }
          if (ahead == null) {
            ahead = slices.next();
          }
          while (ahead != null && rows < bufferSize) {
            int fitting = Math.min(ahead.rows(), bufferSize - rows);
            parts.add(ahead.part(0, fitting));
            rows += fitting;
            ahead = fitting == ahead.rows() ? slices.next() : ahead.part(fitting, ahead.rows());
          }
          return parts.isEmpty() ? null : Slice.concat(parts);
        }

        @Override
        public void close() {
          slices.close();
        }
      };
    };
  }

  /**
   * A permutation of {@code 0..n-1} whose first {@code drawn} places are random (Fisher, Yates).
   */
  private static int[] draw(int n, int drawn, SplittableRandom random) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    for (int i = 0; i < drawn; i++) {
      int j = i + random.nextInt(n - i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  static SplittableRandom random(long seed, long pass) {
    return new SplittableRandom(seed ^ new SplittableRandom(pass).nextLong());
  }
}
