package dev.inlay.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Gives every buffer its place. Arena buffers that are never in use at the same step share memory;
 * stored ones are arrays of their own; sums lie side by side, one array for each level.
 */
final class Layout {
  /** Floats in a cache line: sums start on one. */
  private static final int LINE = 16;

  private final int arenaFloats;
  private final int arenaInts;
  private final Buffer[] stored;
  private final int[] sumFloats;

  Layout(List<Buffer> buffers, int levels) {
    this.arenaFloats = share(buffers.stream().filter(b -> arena(b) && !b.ints).toList());
    this.arenaInts = share(buffers.stream().filter(b -> arena(b) && b.ints).toList());
    this.stored = buffers.stream().filter(b -> b.home == Buffer.Home.STORE).toArray(Buffer[]::new);
    for (int i = 0; i < stored.length; i++) {
      stored[i].index = i;
    }
    this.sumFloats = new int[levels];
    for (Buffer b : buffers) {
      if (b.home == Buffer.Home.SUMMED) {
        Buffer partial = (Buffer) Objects.requireNonNull(b.source);
        b.index = partial.index;
        b.offset = partial.offset;
      } else if (b.home == Buffer.Home.PARTIAL) {
        b.offset = sumFloats[b.index];
        sumFloats[b.index] = Math.addExact(b.offset, Math.ceilDiv(b.size, LINE) * LINE);
      }
    }
  }

  private static boolean arena(Buffer b) {
    return b.home == Buffer.Home.ARENA;
  }

  /** First fit, largest first: each buffer gets the lowest place free while it is in use. */
  private static int share(List<Buffer> buffers) {
    List<Buffer> placed = new ArrayList<>();
    int end = 0;
    List<Buffer> order = new ArrayList<>(buffers);
    order.sort(Comparator.comparingInt((Buffer b) -> -b.size));
    for (Buffer b : order) {
      int offset = 0;
      placed.sort(Comparator.comparingInt(p -> p.offset));
      for (Buffer p : placed) {
        boolean together = p.from <= b.to && b.from <= p.to;
        if (together && p.offset < offset + b.size && offset < p.offset + p.size) {
          offset = p.offset + p.size;
        }
      }
      b.offset = offset;
      end = Math.max(end, offset + b.size);
      placed.add(b);
    }
    return end;
  }

  /** Floats in an arena for each row of a shard. */
  int arenaFloats() {
    return arenaFloats;
  }

  /** Integers in an arena for each row of a shard. */
  int arenaInts() {
    return arenaInts;
  }

  /** The buffers that the run stores; not to be written to. */
  Buffer[] stored() {
    return stored;
  }

  /** Floats in one shard's sums of a level. */
  int sumFloats(int level) {
    return sumFloats[level];
  }
}
