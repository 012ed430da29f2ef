package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 1_000, 70_000})
  void aTermsPlaceIsFound(int size) {
    List<String> terms = IntStream.range(0, size).mapToObj(i -> "né" + i).toList();
    Vocabulary vocabulary = Vocabulary.of(terms);
    for (int i = 0; i < size; i++) {
      assertThat(vocabulary.indexOf(terms.get(i))).isEqualTo(i);
    }
    assertThat(vocabulary.indexOf("né" + size)).isEqualTo(-1);
    assertThat(vocabulary.indexOf("")).isEqualTo(-1);
    assertThat(vocabulary.indexOf(1)).as("a number among texts").isEqualTo(-1);
  }

  @Test
  void textsOfOneHashAreToldApart() {
    assertThat("AaBB").hasSameHashCodeAs("BBAa");
    Vocabulary vocabulary = Vocabulary.of(List.of("AaAa", "AaBB", "BBAa"));
    assertThat(vocabulary.indexOf("AaBB")).isEqualTo(1);
    assertThat(vocabulary.indexOf("BBAa")).isEqualTo(2);
    assertThat(vocabulary.indexOf("BBBB")).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -3, 1L << 16, 1L << 32, 1L << 44})
  @Timeout(20)
  void aNumbersPlaceIsFound(long apart) {
    long[] terms = LongStream.range(-50_000, 50_000).map(i -> i * apart).toArray();
    Vocabulary vocabulary = Vocabulary.of(terms);
    for (int i = 0; i < terms.length; i++) {
      assertThat(vocabulary.indexOf(terms[i])).isEqualTo(i);
    }
    assertThat(vocabulary.indexOf(apart * 50_000)).isEqualTo(-1);
    assertThat(vocabulary.indexOf(Long.toString(apart))).as("a text among numbers").isEqualTo(-1);
  }

  @Test
  void aTermThatStandsTwiceIsRefusedWithItsPlaces() {
    assertThatThrownBy(() -> Vocabulary.of(List.of("a", "b", "c", "b")))
        .hasMessageContaining("\"b\" twice, at places 1 and 3");
    assertThatThrownBy(() -> Vocabulary.of(5, 7, 5))
        .hasMessageContaining("\"5\" twice, at places 0 and 2");
  }
}
