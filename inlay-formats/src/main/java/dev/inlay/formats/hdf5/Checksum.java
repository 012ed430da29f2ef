package dev.inlay.formats.hdf5;

/** Bob Jenkins' hash lookup3 (2006), by which HDF5 checks its metadata. */
final class Checksum {
  private int a;
  private int b;
  private int c;

  private Checksum(int length) {
    a = 0xDEADBEEF + length;
    b = a;
    c = a;
  }

  static int of(byte[] bytes) {
    int length = bytes.length;
    var sum = new Checksum(length);
    int at = 0;
    while (length - at > 12) {
      sum.take(bytes, at, 12);
      sum.mix();
      at += 12;
    }
    if (at < length) {
      sum.take(bytes, at, length - at);
      sum.last();
    }
    return sum.c;
  }

  private void take(byte[] bytes, int at, int count) {
    for (int i = 0; i < count; i++) {
      int part = (bytes[at + i] & 0xFF) << (8 * (i % 4));
      switch (i / 4) {
        case 0 -> a += part;
        case 1 -> b += part;
        default -> c += part;
      }
    }
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private void last() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
  }
}
