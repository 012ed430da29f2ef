package dev.inlay.data;

import dev.inlay.data.Sharded.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A walk over parts of which several are open, each giving some rows in its turn; where one has
 * ended, the next takes its place when its turn comes (TensorFlow's {@code interleave}).
 */
final class Interleave implements Stage.Slices {
  /** About so many rows are handed on together. */
  static final int CHUNK_ROWS = 8192;

  /** How many chunks of each part are read ahead where several are open. */
  private static final int AHEAD = 2;

  private final Iterator<Part> waiting;
  private final BadRows badRows;
  private final int blockRows;
  private final @Nullable Turn[] open;
  private final long badBefore;
  private int turn;
  private int running;
  private long rows;

  /** A part that is open. */
  private static final class Turn {
    final Stage.Slices slices;
    @Nullable Slice rest;
    int left;

    Turn(Stage.Slices slices, int rows) {
      this.slices = slices;
      this.left = rows;
    }
  }

  Interleave(
      List<Part> parts,
      BadRows badRows,
      int cycleLength,
      int blockRows,
      OptionalLong seed,
      long pass) {
    List<Part> order = new ArrayList<>(parts);
    if (seed.isPresent()) {
      Collections.shuffle(order, Random.from(Shuffle.random(seed.getAsLong(), pass)));
    }
    this.waiting = order.iterator();
    this.badRows = badRows;
    this.badBefore = badRows.count();
    this.blockRows = blockRows;
    this.open = new Turn[Math.min(cycleLength, parts.size())];
  }

  @Override
  public @Nullable Slice next() {
    List<Slice> chunk = new ArrayList<>();
    int size = 0;
    while (size < CHUNK_ROWS && (running > 0 || waiting.hasNext())) {
      Turn now = open[turn];
      if (now == null && waiting.hasNext()) {
        now = start(waiting.next());
        open[turn] = now;
        running++;
      }
      if (now == null) {
        advance();
        continue;
      }
      Slice slice = rows(now, Math.min(now.left, CHUNK_ROWS - size));
      if (slice == null) {
        now.slices.close();
        open[turn] = null;
        running--;
        advance();
        continue;
      }
      chunk.add(slice);
      size += slice.rows();
      now.left -= slice.rows();
      if (now.left == 0) {
        now.left = blockRows;
        advance();
      }
      if (open.length == 1) {
        break;
      }
    }
    rows += size;
    if (chunk.isEmpty()) {
      badRows.report(badBefore, rows);
      return null;
    }
    return Slice.concat(chunk);
  }

  private void advance() {
    turn = (turn + 1) % open.length;
  }

  private Turn start(Part part) {
    Stage stage = Selection.chunks(part.rows());
    // A single part is read ahead by whoever walks.
    return new Turn(open.length == 1 ? stage.open(0) : new Prefetch(stage, 0, AHEAD), blockRows);
  }

  /** The next rows of a part, at most {@code wanted}; null at its end. */
  private static @Nullable Slice rows(Turn from, int wanted) {
    Slice slice = from.rest == null ? from.slices.next() : from.rest;
    from.rest = null;
    if (slice != null && slice.rows() > wanted) {
      from.rest = slice.part(wanted, slice.rows());
      return slice.part(0, wanted);
    }
    return slice;
  }

  @Override
  public void close() {
    for (Turn each : open) {
      if (each != null) {
        each.slices.close();
      }
    }
  }
}
