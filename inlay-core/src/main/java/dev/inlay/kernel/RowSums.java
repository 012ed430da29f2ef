package dev.inlay.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Adds rows up by id: the gradient of a table as its ids in order of first appearance, each once,
 * and the sum of the rows that came with it, in the order in which they came. Reused from step to
 * step it allocates nothing once it has seen its largest step. One belongs to one thread at a time.
 *
 * <p>Several workers share a table's ids by parts: each sees all ids and keeps those of its part,
 * which depends on the id alone, so that a sum does not depend on the number of workers.
 */
public final class RowSums {
  private static final int HASH = 0x9E3779B1;
  private static final int PART_HASH = 0x85EBCA6B;
  private static final int FREE = -1;
  private static final int SMALLEST = 64;

  /** What is summed besides the rows. */
  public enum Second {
    NONE,
    /** The squares of all that is summed. */
    SQUARES,
    /** The sizes, without signs, of all that is summed. */
    SIZES
  }

  private final Lookups lookups;
  private int width;
  private int part;
  private int parts;

  private int size;
  private int[] ids = new int[SMALLEST / 2];
  private int[] places = new int[SMALLEST / 2];
  private float[] values = {};
  private Second second = Second.NONE;
  private float[] seconds = {};
  private float limit = Float.POSITIVE_INFINITY;

  /** Open addressing: the slot of the id that hashes to a place, or FREE. */
  private int[] table = freeTable(SMALLEST);

  private int shift = Integer.numberOfLeadingZeros(SMALLEST) + 1;
  private int[] slots = {};

  public RowSums(Lookups lookups) {
    this.lookups = lookups;
  }

  /**
   * Forgets all rows and begins anew.
   *
   * @param width floats in a row
   * @param part which ids to keep, from 0 to {@code parts - 1}
   * @param parts how many parts there are; 1 to keep all ids
   * @param second what to add up besides
   * @param limit what is added is brought between -limit and limit first
   */
  public void begin(int width, int part, int parts, Second second, float limit) {
    for (int s = 0; s < size; s++) {
      table[places[s]] = FREE;
    }
    this.width = width;
    this.part = part;
    this.parts = parts;
    this.second = second;
    this.limit = limit;
    this.size = 0;
  }

  /** Forgets all rows and begins anew, with nothing besides. */
  public void begin(int width, int part, int parts) {
    begin(width, part, parts, Second.NONE, Float.POSITIVE_INFINITY);
  }

  /** The part of {@code parts} to which an id belongs. */
  public static int part(int id, int parts) {
    return (int) ((Integer.toUnsignedLong(id * PART_HASH) * parts) >>> 32);
  }

  /**
   * Adds {@code count} rows: for place p, {@code factors[p]} times the row at {@code srcOff + p
   * srcStride}. Negative ids and those of other parts are passed over.
   *
   * @param factors absent for ones
   */
  public void add(
      int[] from,
      int fromOff,
      int count,
      float @Nullable [] factors,
      int factorsOff,
      float[] src,
      int srcOff,
      int srcStride) {
    reserve(count);
    int before = size;
    // Counted here, not in the field: that may share a cache line with another thread's.
    int distinct = before;
    for (int p = 0; p < count; p++) {
      int id = from[fromOff + p];
      if (id < 0 || (parts > 1 && part(id, parts) != part)) {
        slots[p] = FREE;
      } else {
        int place = place(id);
        if (table[place] == FREE) {
          enter(id, place, distinct++);
        }
        slots[p] = table[place];
      }
    }
    size = distinct;
    Arrays.fill(values, before * width, size * width, 0);
    boolean limited = limit != Float.POSITIVE_INFINITY;
    if (!limited) {
      lookups.scatterAdd(
          slots, 0, factors, factorsOff, count, src, srcOff, srcStride, values, 0, width);
    }
    if (second != Second.NONE) {
      Arrays.fill(seconds, before * width, size * width, 0);
    }
    for (int p = 0; p < count && (limited || second != Second.NONE); p++) {
      if (slots[p] != FREE) {
        float factor = factors == null ? 1 : factors[factorsOff + p];
        addApart(factor, src, srcOff + p * srcStride, slots[p] * width, limited);
      }
    }
  }

  private void addApart(float factor, float[] src, int from, int to, boolean limited) {
    for (int i = 0; i < width; i++) {
      float x = factor * src[from + i];
      if (limited) {
        x = Math.clamp(x, -limit, limit);
        values[to + i] += x;
      }
      if (second != Second.NONE) {
        seconds[to + i] += second == Second.SQUARES ? x * x : Math.abs(x);
      }
    }
  }

  /** How many different ids there are. */
  public int size() {
    return size;
  }

  /** The ids, of which the first {@link #size()} count. */
  public int[] ids() {
    return ids;
  }

  /** The sums: that of the i-th id begins at {@code i * width}. */
  public float[] values() {
    return values;
  }

  /** What was asked to be added up besides; it lies as the sums do. */
  public float[] seconds() {
    return seconds;
  }

  /** Floats and integers that it takes to sum so many rows, all of which might be of other ids. */
  public static long floats(int rows, int width) {
    long room = capacity(Math.max(1, rows));
    return rows + 4 * room + room * width;
  }

  private static int capacity(int ids) {
    return Integer.highestOneBit(Math.max(1, ids - 1)) * 2;
  }

  /** Where in the table the slot of an id is, or is to be. */
  private int place(int id) {
    int mask = table.length - 1;
    int place = (id * HASH) >>> shift;
    while (table[place] != FREE && ids[table[place]] != id) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void enter(int id, int place, int slot) {
    ids[slot] = id;
    places[slot] = place;
    table[place] = slot;
  }

  /** Makes room for so many more ids, should all be new. */
  private void reserve(int more) {
    if (slots.length < more) {
      slots = new int[more];
    }
    int most = size + more;
    if (ids.length < most) {
      int length = capacity(most);
      ids = Arrays.copyOf(ids, length);
      places = Arrays.copyOf(places, length);
      table = freeTable(2 * length);
      shift = Integer.numberOfLeadingZeros(2 * length) + 1;
      for (int s = 0; s < size; s++) {
        enter(ids[s], place(ids[s]), s);
      }
    }
    if (values.length < most * width) {
      values = Arrays.copyOf(values, Math.max(most * width, ids.length * width));
    }
    if (second != Second.NONE && seconds.length < values.length) {
      seconds = Arrays.copyOf(seconds, values.length);
    }
  }

  private static int[] freeTable(int length) {
    int[] table = new int[length];
    Arrays.fill(table, FREE);
    return table;
  }
}
