package dev.inlay.data;

import java.nio.ByteBuffer;

/**
 * FarmHash's Fingerprint64 (Google, farmhash.cc, namespace farmhashna), which stays the same on all
 * machines.
 */
final class FarmHash {
  private static final long K0 = 0xc3a5c85c97cb3127L;
  private static final long K1 = 0xb492b66fbe98f273L;
  private static final long K2 = 0x9ae16a3b2f90404fL;

  private FarmHash() {}

  /** The hash of the first {@code length} bytes of a little-endian buffer. */
  static long fingerprint64(ByteBuffer bytes, int length) {
    if (length <= 16) {
      return upTo16(bytes, length);
    }
    if (length <= 32) {
      return upTo32(bytes, length);
    }
    return length <= 64 ? upTo64(bytes, length) : longer(bytes, length);
  }

  private static long upTo16(ByteBuffer s, int length) {
    long mul = K2 + 2L * length;
    if (length >= 8) {
      long a = s.getLong(0) + K2;
      long b = s.getLong(length - 8);
      long c = Long.rotateRight(b, 37) * mul + a;
      long d = (Long.rotateRight(a, 25) + b) * mul;
      return mixed(c, d, mul);
    }
    if (length >= 4) {
      return mixed(length + (four(s, 0) << 3), four(s, length - 4), mul);
    }
    if (length > 0) {
      int y = (s.get(0) & 0xff) + ((s.get(length >> 1) & 0xff) << 8);
      int z = length + ((s.get(length - 1) & 0xff) << 2);
      return shifted((y * K2) ^ (z * K0)) * K2;
    }
    return K2;
  }

  private static long upTo32(ByteBuffer s, int length) {
    long mul = K2 + 2L * length;
    long a = s.getLong(0) * K1;
    long b = s.getLong(8);
    long c = s.getLong(length - 8) * mul;
    long d = s.getLong(length - 16) * K2;
    return mixed(
        Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d,
        a + Long.rotateRight(b + K2, 18) + c,
        mul);
  }

  private static long upTo64(ByteBuffer s, int length) {
    long mul = K2 + 2L * length;
    long a = s.getLong(0) * K2;
    long b = s.getLong(8);
    long c = s.getLong(length - 8) * mul;
    long d = s.getLong(length - 16) * K2;
    long y = Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d;
    long z = mixed(y, a + Long.rotateRight(b + K2, 18) + c, mul);
    long e = s.getLong(16) * mul;
    long f = s.getLong(24);
    long g = (y + s.getLong(length - 32)) * mul;
    long h = (z + s.getLong(length - 24)) * mul;
    return mixed(
        Long.rotateRight(e + f, 43) + Long.rotateRight(g, 30) + h,
        e + Long.rotateRight(f + a, 18) + g,
        mul);
  }

  /** Blocks of 64 bytes, and the last 64 once more. */
  private static long longer(ByteBuffer s, int length) {
    // No constant, for its products overflow, as they are meant to.
    long seed = 81;
    long x = seed * K2 + s.getLong(0);
    long y = seed * K1 + 113;
    long z = shifted(y * K2 + 113) * K2;
    long v0 = 0;
    long v1 = 0;
    long w0 = 0;
    long w1 = 0;
    int tail = (length - 1) & 63;
    int end = length - 1 - tail;
    long mul = K1;
    for (int at = 0; ; at += 64) {
      boolean last = at == end;
      int nine = 1;
      if (last) {
        at = length - 64;
        mul = K1 + ((z & 0xff) << 1);
        w0 += tail;
        v0 += w0;
        w0 += v0;
        nine = 9;
      }
      x = Long.rotateRight(x + y + v0 + s.getLong(at + 8), 37) * mul;
      y = Long.rotateRight(y + v1 + s.getLong(at + 48), 42) * mul;
      x ^= w1 * nine;
      y += v0 * nine + s.getLong(at + 40);
      z = Long.rotateRight(z + w0, 33) * mul;
      // Thirty-two bytes each are mixed into a pair.
      long a = v1 * mul + s.getLong(at);
      long b = Long.rotateRight(x + w0 + a + s.getLong(at + 24), 21);
      v0 = a + s.getLong(at + 8) + s.getLong(at + 16);
      v1 = b + Long.rotateRight(v0, 44) + a;
      v0 += s.getLong(at + 24);
      a = z + w1 + s.getLong(at + 32);
      b = Long.rotateRight(y + s.getLong(at + 16) + a + s.getLong(at + 56), 21);
      w0 = a + s.getLong(at + 40) + s.getLong(at + 48);
      w1 = b + Long.rotateRight(w0, 44) + a;
      w0 += s.getLong(at + 56);
      long swapped = z;
      z = x;
      x = swapped;
      if (last) {
        return mixed(mixed(v0, w0, mul) + shifted(y) * K0 + z, mixed(v1, w1, mul) + x, mul);
      }
    }
  }

  private static long mixed(long u, long v, long mul) {
    long a = shifted((u ^ v) * mul);
    return shifted((v ^ a) * mul) * mul;
  }

  private static long shifted(long value) {
    return value ^ (value >>> 47);
  }

  private static long four(ByteBuffer s, int at) {
    return s.getInt(at) & 0xffff_ffffL;
  }
}
