package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Seeds;
import java.util.Random;

class WordsTest {
  /** Few different bytes, next to each other, so that many are wanted or nearly. */
  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ",-\n\u000b\r\u000c\u0000\u0001".charAt(random.nextInt(8));
      if (random.nextInt(8) == 0) {
        bytes[i] = (byte) (bytes[i] | 0x80);
      }
    }
    return bytes;
  }

  @Seeds(20)
  void partsOfWordsEndInZeros(long seed) {
    byte[] bytes = bytes(new Random(seed), (int) (seed % 20));
    for (int from = 0; from <= bytes.length; from++) {
      for (int length = 0; length <= Math.min(8, bytes.length - from); length++) {
        long expected = 0;
        for (int i = 0; i < length; i++) {
          expected |= (bytes[from + i] & 0xffL) << (8 * i);
        }
        assertThat(Words.at(bytes, from, length)).isEqualTo(expected);
      }
    }
  }

  @Seeds(200)
  void placesAreThoseOfTheThreeBytes(long seed) {
    byte[] bytes = bytes(new Random(seed), 70);
    for (int from = 0; from <= 6; from++) {
      long expected = 0;
      for (int i = 0; i < 64; i++) {
        byte c = bytes[from + i];
        expected |= c == ',' || c == '\n' || c == '\r' ? 1L << i : 0;
      }
      long a = Words.of((byte) ',');
      long b = Words.of((byte) '\n');
      long c = Words.of((byte) '\r');
      assertThat(Words.places(bytes, from, a, b, c)).isEqualTo(expected);
    }
  }

  @Seeds(200)
  void theFirstOfAByteIsFound(long seed) {
    Random random = new Random(seed);
    byte[] bytes = bytes(random, 30);
    int from = random.nextInt(10);
    int to = 10 + random.nextInt(21);
    int expected = from;
    while (expected < to && bytes[expected] != (byte) 0x8d) {
      expected++;
    }
    assertThat(Words.indexOf((byte) 0x8d, bytes, from, to)).isEqualTo(expected);
  }
}
