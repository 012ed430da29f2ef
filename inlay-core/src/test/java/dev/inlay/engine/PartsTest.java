package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartsTest {
  @Test
  void eachPartHasItsOwner() {
    var parts = new Parts(5);
    parts.add(9, 9);
    parts.clear();
    assertThat(parts.count()).isZero();
    parts.add(0, 0);
    parts.add(2, 30);
    parts.add(0, 0);
    parts.add(3, 5);
    assertThat(parts.count()).isEqualTo(5);
    assertThat(parts.floats()).isEqualTo(35);
    assertThat(IntStream.range(0, 5).map(parts::owner)).containsExactly(1, 1, 3, 3, 3);
    assertThat(IntStream.range(0, 4).map(parts::first)).containsExactly(0, 0, 2, 2);
    assertThat(IntStream.range(0, 4).map(parts::count)).containsExactly(0, 2, 0, 3);
  }
}
