package dev.inlay.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts rows into batches, and repeats data. */
final class Batching {
  private Batching() {}

  static Stage of(Stage source, int size, boolean dropRemainder) {
    return pass -> {
      Stage.Slices slices = source.open(pass);
      return new Stage.Slices() {
        private @Nullable Slice rest;

        @Override
        public @Nullable Slice next() {
          List<Slice> parts = new ArrayList<>(1);
          int rows = 0;
          while (rows < size) {
            Slice slice = rest == null ? slices.next() : rest;
            rest = null;
            if (slice == null) {
              break;
            }
            int wanted = size - rows;
            if (slice.rows() > wanted) {
              rest = slice.part(wanted, slice.rows());
              slice = slice.part(0, wanted);
            }
            parts.add(slice);
            rows += slice.rows();
          }
          return rows == 0 || (dropRemainder && rows < size) ? null : Slice.concat(parts);
        }

        @Override
        public void close() {
          slices.close();
        }
      };
    };
  }

  static Stage repeat(Stage source, long times) {
    return pass ->
        new Stage.Slices() {
          private long round;
          private Stage.@Nullable Slices slices;

          @Override
          public @Nullable Slice next() {
            while (round < times) {
              boolean fresh = slices == null;
              if (slices == null) {
                // Rounds of later walks get numbers of their own, so that they are shuffled anew.
                slices = source.open((pass << 32) + round);
              }
              Slice slice = slices.next();
              if (slice != null) {
                return slice;
              }
              close();
              round = fresh ? times : round + 1;
            }
            return null;
          }

          @Override
          public void close() {
            if (slices != null) {
              slices.close();
              slices = null;
            }
          }
        };
  }
}
