package dev.inlay.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at once, the first of them in the lowest bits: Lamport's <i>Multiple byte processing
 * with full-word instructions</i> (1975).
 */
final class Words {
  /** How many bytes a word has. */
  static final int BYTES = Long.BYTES;

  /** How many bytes a word has a bit for. */
  static final int SPAN = Long.SIZE;

  /**
   * An odd number whose bits look like those of chance, 2⁶⁴ over the golden ratio: the upper bits
   * of products with it are a hash (Knuth).
   */
  static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private Words() {}

  /** The eight bytes from a place on, all of which the buffer has. */
  static long at(byte[] buffer, int offset) {
    return (long) LONGS.get(buffer, offset);
  }

  /** At most eight bytes from a place on; zeros stand behind them. */
  static long at(byte[] buffer, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int beyond = Long.SIZE - Byte.SIZE * length;
    if (offset + BYTES <= buffer.length) {
      return (at(buffer, offset) << beyond) >>> beyond;
    }
    if (buffer.length >= BYTES) {
      // The end of the buffer, without what stands before.
      int before = offset + BYTES - buffer.length;
      return ((at(buffer, offset - before) >>> (Byte.SIZE * before)) << beyond) >>> beyond;
    }
    long word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = (word << Byte.SIZE) | (buffer[offset + i] & 0xff);
    }
    return word;
  }

  /** A word of which every byte is this one. */
  static long of(byte value) {
    return (value & 0xff) * ONES;
  }

  /** Not 0 if a byte is the same in both words; its lowest bit that is set is in the first such. */
  static long same(long word, long other) {
    long zero = word ^ other;
    return (zero - ONES) & ~zero & HIGHS;
  }

  /**
   * Which bytes of a word are none of three; its other bits are set. Bits of bytes that differ are
   * carried into the highest, and no further: {@link #same} is shorter, but right only up to its
   * first.
   */
  private static long others(long word, long a, long b, long c) {
    return other(word ^ a) & other(word ^ b) & other(word ^ c);
  }

  private static long other(long difference) {
    return ((difference & ~HIGHS) + ~HIGHS) | difference;
  }

  /**
   * Where one of three bytes stands among {@value #SPAN} from a place on, all of which the buffer
   * has: a bit for each, the first the lowest. Each of the three is given as a word {@link #of} it.
   */
  static long places(byte[] buffer, int offset, long a, long b, long c) {
    long places = 0;
    for (int i = 0; i < SPAN; i += BYTES) {
      long found = ~others(at(buffer, offset + i), a, b, c) & HIGHS;
      // The product moves the highest bits of all bytes next to each other, at its top.
      places |= ((found * 0x0002040810204081L) >>> (Long.SIZE - BYTES)) << i;
    }
    return places;
  }

  /** In which byte the lowest bit is that is set. */
  static int first(long bits) {
    return Long.numberOfTrailingZeros(bits) / Byte.SIZE;
  }

  /** Where a byte first stands from a place on; {@code to} if it doesn't before that. */
  static int indexOf(byte value, byte[] buffer, int from, int to) {
    long wanted = of(value);
    int i = from;
    for (; i <= to - BYTES; i += BYTES) {
      long same = same(at(buffer, i), wanted);
      if (same != 0) {
        return i + first(same);
      }
    }
    while (i < to && buffer[i] != value) {
      i++;
    }
    return i;
  }
}
