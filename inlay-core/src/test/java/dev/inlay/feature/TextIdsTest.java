package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextIdsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 10_000})
  void everyTextHasItsOwnId(int cells) {
    var ids = new TextIds((text, _) -> Integer.parseInt(text), cells);
    for (int i = 0; i < 3 * 5_000; i++) {
      int id = i * 7 % 5_000;
      assertThat(ids.of(Integer.toString(id), i)).isEqualTo(id);
    }
  }

  @Test
  void theSameObjectIsAskedForOnce() {
    List<Integer> asked = new ArrayList<>();
    var ids =
        new TextIds(
            (text, row) -> {
              asked.add(row);
              return text.length();
            },
            100);
    String other = new String("abc".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(ids.of("abc", 1)).isEqualTo(3);
    assertThat(ids.of("abc", 2)).isEqualTo(3);
    assertThat(ids.of(other, 3)).isEqualTo(3);
    assertThat(ids.of(other, 4)).isEqualTo(3);
    assertThat(asked).containsExactly(1, 3);
  }

  @Test
  void whatHasNoIdIsRefusedEachTime() {
    var ids = new TextIds((text, row) -> Integer.parseInt(text + row), 100);
    for (int row = 0; row < 2; row++) {
      int place = row;
      assertThatThrownBy(() -> ids.of("x", place)).hasMessageContaining("x" + place);
    }
  }
}
