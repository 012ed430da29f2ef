package dev.inlay.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where rows come from, which of them stay, and what becomes of them. */
final class Selection {
  /** Rows are handed to a function in chunks of at most this many. */
  private static final int CHUNK_ROWS = 8192;

  private Selection() {}

  static Stage all(Batch rows) {
    return _ ->
        new Stage.Slices() {
          private boolean given = rows.rows() == 0;

          @Override
          public @Nullable Slice next() {
            if (given) {
              return null;
            }
            given = true;
            return Slice.ofLasting(rows);
          }
        };
  }

  static Stage chunks(Supplier<? extends Iterator<Batch>> chunks) {
    return _ -> {
      Iterator<Batch> iterator = chunks.get();
      return new Stage.Slices() {
        @Override
        public @Nullable Slice next() {
          while (iterator.hasNext()) {
            Batch batch = iterator.next();
            if (batch.rows() > 0) {
              return Slice.of(batch);
            }
          }
          return null;
        }

        @Override
        public void close() {
          if (iterator instanceof AutoCloseable closeable) {
            Closing.close(closeable);
          }
        }
      };
    };
  }

  static Stage map(Stage source, boolean batched, Function<Batch, Batch> change) {
    Stage pieces = batched ? source : pieces(source);
    return each(
        pieces,
        () ->
            slice -> {
              Batch changed = change.apply(slice.toBatch());
              return changed.rows() == 0 ? null : Slice.of(changed);
            });
  }

  static Stage mapRows(Stage source, boolean batched, RowMap change) {
    return each(
        batched ? source : pieces(source),
        () ->
            slice -> {
              Batch all = slice.lasting() ? change.all(slice.base()) : null;
              return all == null ? Slice.of(change.apply(slice.toBatch())) : slice.withBase(all);
            });
  }

  static Stage join(Stage source, boolean batched, SideTable table, String feature) {
    return each(
        batched ? source : pieces(source),
        () -> {
          long[] rows = {0};
          return slice -> {
            Batch joined = table.join(slice.toBatch(), feature, rows[0]);
            rows[0] += slice.rows();
            return joined.rows() == 0 ? null : Slice.of(joined);
          };
        });
  }

  static Stage filter(Stage source, Predicate<Row> condition) {
    return each(
        source,
        () ->
            slice -> keep(slice, place -> condition.test(new Row(slice.base(), slice.row(place)))));
  }

  /** The elements whose numbers meet a condition that is asked of each number in order. */
  static Stage select(Stage source, boolean batched, Supplier<LongPredicate> numbers) {
    return each(
        source,
        () -> {
          LongPredicate kept = numbers.get();
          long[] number = {0};
          return slice ->
              batched
                  ? kept.test(number[0]++) ? slice : null
                  : keep(slice, _ -> kept.test(number[0]++));
        });
  }

  /** The elements numbered {@code from} (inclusive) to {@code to} (exclusive). */
  static Stage range(Stage source, boolean batched, long from, long to) {
    return pass -> {
      Stage.Slices slices = source.open(pass);
      return new Stage.Slices() {
        private long number;

        @Override
        public @Nullable Slice next() {
          while (number < to) {
            Slice slice = slices.next();
            if (slice == null) {
              return null;
            }
            long start = number;
            number += batched ? 1 : slice.rows();
            if (number > from) {
              return batched
                  ? slice
                  : slice.part(
                      (int) Math.max(0, from - start), (int) Math.min(slice.rows(), to - start));
            }
          }
          return null;
        }

        @Override
        public void close() {
          slices.close();
        }
      };
    };
  }

  private static Stage pieces(Stage source) {
    return pass -> {
      Stage.Slices slices = source.open(pass);
      return new Stage.Slices() {
        private @Nullable Slice rest;

        @Override
        public @Nullable Slice next() {
          Slice slice = rest == null ? slices.next() : rest;
          rest = null;
          if (slice != null && slice.rows() > CHUNK_ROWS) {
            rest = slice.part(CHUNK_ROWS, slice.rows());
            return slice.part(0, CHUNK_ROWS);
          }
          return slice;
        }

        @Override
        public void close() {
          slices.close();
        }
      };
    };
  }

  private interface Change {
    @Nullable Slice apply(Slice slice);
  }

  /** Each slice changed, or left out where the change is null. */
  private static Stage each(Stage source, Supplier<Change> changes) {
    return pass -> {
      Stage.Slices slices = source.open(pass);
      Change change = changes.get();
      return new Stage.Slices() {
        @Override
        public @Nullable Slice next() {
          for (Slice s = slices.next(); s != null; s = slices.next()) {
            Slice changed = change.apply(s);
            if (changed != null) {
              return changed;
            }
          }
          return null;
        }

        @Override
        public void close() {
          slices.close();
        }
      };
    };
  }

  private static @Nullable Slice keep(Slice slice, IntPredicate kept) {
    int[] places = new int[slice.rows()];
    int count = 0;
    for (int i = 0; i < places.length; i++) {
      if (kept.test(i)) {
        places[count++] = i;
      }
    }
    if (count == places.length) {
      return slice;
    }
    return count == 0 ? null : slice.pick(Arrays.copyOf(places, count));
  }
}
