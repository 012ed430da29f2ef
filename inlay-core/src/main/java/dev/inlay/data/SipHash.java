package dev.inlay.data;

import java.nio.ByteBuffer;

/**
 * SipHash-2-4: a hash with a key (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012).
 */
final class SipHash {

  private long v0;
  private long v1;
  private long v2;
  private long v3;

  /**
   * The hash of the first {@code length} bytes of a little-endian buffer, by a key of two halves.
   */
  long of(ByteBuffer bytes, int length, long key0, long key1) {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
    int at = 0;
    for (; at + 8 <= length; at += 8) {
      take(bytes.getLong(at));
    }
    long last = (long) length << 56;
    for (int i = at; i < length; i++) {
      last |= (bytes.get(i) & 0xffL) << (8 * (i - at));
    }
    take(last);
    v2 ^= 0xff;
    round();
    round();
    round();
    round();
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void take(long word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }

  private void round() {
    v0 += v1;
    v2 += v3;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 = Long.rotateLeft(v2, 32);
  }
}
