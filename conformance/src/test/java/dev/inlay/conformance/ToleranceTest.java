package dev.inlay.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToleranceTest {
  private static void check(Tolerance tolerance, Object actual, Object expected) {
    tolerance.check("it", Answer.of(actual), Answer.of(expected));
  }

  private static Tolerance stated(Map<String, Object> tolerance) {
    return Tolerance.of(new Case("it", Map.of("tolerance", tolerance)));
  }

  @Test
  void theCasesOwnToleranceCounts() {
    assertThat(Tolerance.of(new Case("it", Map.of()))).isEqualTo(Tolerance.FLOAT32);
    assertThat(stated(Map.of("atol", 0.5, "rtol", 0.25))).isEqualTo(new Tolerance(0.5, 0.25));
    assertThat(stated(Map.of("exact", true))).isEqualTo(Tolerance.EXACT);
    assertThat(stated(Map.of("decimal", 3)).absolute()).isBetween(0.00149, 0.00151);
  }

  @Test
  void differencesUpToItPass() {
    var tolerance = new Tolerance(0.5, 0.25);
    assertThatCode(() -> check(tolerance, 5.5, 4)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(tolerance, 5.51, 4)).isInstanceOf(Mismatch.class);
    assertThatThrownBy(() -> check(Tolerance.EXACT, 4.0000001, 4)).isInstanceOf(Mismatch.class);
  }

  @Test
  void theLargestDifferenceIsNamed() {
    assertThatThrownBy(() -> check(Tolerance.FLOAT32, List.of(1, 2.5, 3), List.of(1.25, 2, 3)))
        .hasMessage(
            "it: largest difference 0.500, at element 1 of (3,), which is 2.5, not 2.0; 2 of 3 are"
                + " off");
  }

  @Test
  void whatIsNotFiniteEqualsOnlyItself() {
    List<Object> odd = List.of("NaN", "Infinity", "-Infinity");
    assertThatCode(() -> check(Tolerance.FLOAT32, odd, odd)).doesNotThrowAnyException();
    for (Object one : odd) {
      assertThatThrownBy(() -> check(Tolerance.FLOAT32, 1, one)).isInstanceOf(Mismatch.class);
      assertThatThrownBy(() -> check(Tolerance.FLOAT32, one, 1)).isInstanceOf(Mismatch.class);
    }
  }

  @Test
  void shapesMustAgreeExceptWithASingleNumber() {
    Answer matrix = Answer.of(Tensor.zeros(Shape.of(2, 2)));
    assertThatThrownBy(() -> Tolerance.FLOAT32.check("it", matrix, matrix.reshaped(Shape.of(4))))
        .hasMessage("it has shape (2, 2), not (4,)");
    assertThatCode(() -> Tolerance.FLOAT32.check("it", matrix, Answer.of(0)))
        .doesNotThrowAnyException();
  }
}
