package dev.inlay.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The hashes of {@link Fingerprint} for one value after the other, in memory that is used again and
 * again, so that a column of millions makes no garbage. For one thread.
 */
public final class Hasher {
  /** Characters of a {@code long}, its sign among them. */
  private static final int LONGEST_NUMBER = 20;

  private final SipHash sipHash = new SipHash();
  private byte[] bytes = new byte[64];

  /** The same bytes, as hashes read them. */
  private ByteBuffer buffer = littleEndian(bytes);

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** FarmHash Fingerprint64 of the text's UTF-8 bytes. */
  public long fingerprint(CharSequence text) {
    int length = encode(text);
    return FarmHash.fingerprint64(buffer, length);
  }

  /** FarmHash Fingerprint64 of the number in decimal, as TensorFlow hashes integers. */
  public long fingerprint(long number) {
    int length = encode(number);
    return FarmHash.fingerprint64(buffer, length);
  }

  /** The bucket of a text: {@code tf.strings.to_hash_bucket_fast}. */
  public long bucket(CharSequence text, long buckets) {
    return Long.remainderUnsigned(fingerprint(text), buckets);
  }

  /** The bucket of a number in decimal: {@code tf.strings.to_hash_bucket_fast}. */
  public long bucket(long number, long buckets) {
    return Long.remainderUnsigned(fingerprint(number), buckets);
  }

  /** The bucket of a text by a keyed hash: {@code tf.strings.to_hash_bucket_strong}. */
  public long strongBucket(CharSequence text, long buckets, long key0, long key1) {
    int length = encode(text);
    return Long.remainderUnsigned(sipHash.of(buffer, length, key0, key1), buckets);
  }

  /** The bucket of a number in decimal by a keyed hash. */
  public long strongBucket(long number, long buckets, long key0, long key1) {
    int length = encode(number);
    return Long.remainderUnsigned(sipHash.of(buffer, length, key0, key1), buckets);
  }

  /** Writes a text in UTF-8, a lone surrogate as "?"; gives how many bytes. */
  private int encode(CharSequence text) {
    int length = text.length();
    if (bytes.length < 3L * length) {
      bytes = new byte[Math.multiplyExact(4, length)];
      buffer = littleEndian(bytes);
    }
    int at = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[at++] = (byte) c;
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xc0 | (c >> 6));
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        bytes[at++] = (byte) (0xe0 | (c >> 12));
        bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (i + 1 < length && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        bytes[at++] = (byte) (0xf0 | (point >> 18));
        bytes[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        bytes[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        bytes[at++] = (byte) (0x80 | (point & 0x3f));
      } else {
        bytes[at++] = '?';
      }
    }
    return at;
  }

  private int encode(long number) {
    int first = LONGEST_NUMBER;
    long rest = number;
    do {
      // Of negative numbers there is one more.
      bytes[--first] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      bytes[--first] = '-';
    }
    int length = LONGEST_NUMBER - first;
    System.arraycopy(bytes, first, bytes, 0, length);
    return length;
  }
}
