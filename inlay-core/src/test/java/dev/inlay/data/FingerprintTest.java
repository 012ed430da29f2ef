package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that TensorFlow gave. */
class FingerprintTest {
  @ParameterizedTest
  @CsvSource({
    "'',                3, 263, 912170738, 1936946117179621456",
    "a,                 9, 939, 384735799, 3694432073954588132",
    "wire,              4, 864, 396085279, 2464573700356929057",
    "A,                 4, 564, 215002998, 7691922019767284757",
    "héllo,             1, 151, 798228262, 7873941210624644344",
    "日本,               3, 883, 2874415, 5676833963740711883",
    "-1,                0, 430, 813956939, 7333874265151076430",
    "101,               3, 653, 166131568, 7111978204949978653",
    "1_X_2,             6, 966, 687435237, 3626608300782521159",
    "abcdefgh,          7, 497, 592702983, 9145071594317031690",
    "abcdefghi,         8, 58, 953938567, 3687479239766293058",
    "abcdefghijklmnop,  1, 621, 969401595, 6080716761534418621",
    "abcdefghijklmnopq, 0, 400, 994364072, 2171023947900359593"
  })
  void texts(String text, long by10, long by1000, long byPrime, long byMax) {
    assertThat(Fingerprint.bucket(text, 10)).isEqualTo(by10);
    assertThat(Fingerprint.bucket(text, 1000)).isEqualTo(by1000);
    assertThat(Fingerprint.bucket(text, 1_000_000_007)).isEqualTo(byPrime);
    assertThat(Fingerprint.bucket(text, Long.MAX_VALUE)).isEqualTo(byMax);
  }

  @ParameterizedTest
  @CsvSource({
    "32, 7670213456577614105",
    "33, 8087743964839449942",
    "64, 5893282057753879417",
    "65, 7778058094944459892",
    "128, 4475744069048419319",
    "200, 5497959393405389090"
  })
  void longTexts(int length, long byMax) {
    assertThat(Fingerprint.bucket("a".repeat(length), Long.MAX_VALUE)).isEqualTo(byMax);
  }

  @Test
  void strongHashesAreKeyed() {
    assertThat(Fingerprint.strongBucket("a", 1000, 1, 2)).isEqualTo(646);
    assertThat(Fingerprint.strongBucket("b", 1000, 1, 2)).isEqualTo(184);
    assertThat(Fingerprint.strongBucket("hello", 1000, 1, 2)).isEqualTo(622);
  }

  @Test
  void areThoseOfGuava() {
    var random = new SplittableRandom(3);
    var hasher = new Hasher();
    for (int length = 0; length < 400; length++) {
      var text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        // Of one to four bytes; among the surrogates some stand alone.
        int bits = random.nextInt(4) * 5 + 6;
        text.appendCodePoint(random.nextInt(Math.min(1 << bits, Character.MAX_CODE_POINT)));
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      long key0 = random.nextLong();
      long key1 = random.nextLong();
      assertThat(hasher.fingerprint(text))
          .isEqualTo(Hashing.farmHashFingerprint64().hashBytes(bytes).asLong());
      assertThat(hasher.strongBucket(text, Long.MAX_VALUE, key0, key1))
          .isEqualTo(
              Long.remainderUnsigned(
                  Hashing.sipHash24(key0, key1).hashBytes(bytes).asLong(), Long.MAX_VALUE));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, -7, Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_000_000L})
  void numbersAreTheirDigits(long number) {
    var hasher = new Hasher();
    String digits = Long.toString(number);
    assertThat(hasher.fingerprint(number)).isEqualTo(hasher.fingerprint(digits));
    assertThat(Fingerprint.of(number)).isEqualTo(Fingerprint.of(digits));
    assertThat(hasher.bucket(number, 1000)).isEqualTo(Fingerprint.bucket(digits, 1000));
    assertThat(hasher.strongBucket(number, 1000, 3, 4))
        .isEqualTo(Fingerprint.strongBucket(digits, 1000, 3, 4));
  }
}
