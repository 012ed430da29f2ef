package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final String[] PARTS = {
    "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\":", "\\u", "1", "-", "e9", "true", "null",
    "NaN", "/*", "\u0000", "é", " ", "\n"
  };

  @Test
  void treesComeBackInTheirOrder() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("z", 1);
    tree.put("a", Arrays.asList(1.5, null, true, "ü\n\""));
    tree.put("m", Map.of("big", 1L << 40));
    assertThat(Json.read(Json.write(tree), "test")).isEqualTo(tree);
    assertThat(List.copyOf(((Map<?, ?>) Json.read(Json.write(tree), "test")).keySet()))
        .isEqualTo(List.of("z", "a", "m"));
  }

  @Test
  void floatsAreWrittenShortAndNamesOfNoNumbersAsText() {
    assertThat(Json.write(List.of(0.1f, Float.NaN, Double.NEGATIVE_INFINITY)).replaceAll("\\s", ""))
        .isEqualTo("[0.1,\"NaN\",\"-Infinity\"]");
  }

  @Test
  void forPythonTheNamesAreBare() {
    List<Object> tree = List.of(Float.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.NaN, 1);
    assertThat(Json.writeForPython(tree).replaceAll("\\s", ""))
        .isEqualTo("[Infinity,-Infinity,NaN,1]");
  }

  @Test
  void pythonsNamesOfNoNumbersAreRead() {
    assertThat(Json.read("[NaN, -Infinity]", "test"))
        .isEqualTo(List.of(Double.NaN, Double.NEGATIVE_INFINITY));
  }

  @Test
  void mistakesAreNamedWithTheirPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("{\n  \"a\": 1,\n  \"b\" 2}", "model.json"))
        .withMessageStartingWith("model.json, line 3, column");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("{\"a\": 1, \"a\": 2}", "model.json"))
        .withMessageContaining("uplicate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("1 2", "model.json"))
        .withMessageContaining("more text behind the end");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("", "model.json"))
        .withMessageContaining("there is no text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("[".repeat(100_000), "model.json"))
        .withMessageContaining("model.json");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.write(new Object()))
        .withMessageContaining("write it with Config first");
  }

  @Seeds(1_000)
  void noTextDoesMoreThanToBeRefused(long seed) {
    Random random = new Random(seed);
    String text =
        random
            .ints(random.nextInt(12), 0, PARTS.length)
            .mapToObj(part -> PARTS[part])
            .collect(Collectors.joining());
    try {
      Object tree = Json.read(text, "test");
      // What is no finite number has become its name.
      assertThat(Json.write(Json.read(Json.write(tree), "test"))).isEqualTo(Json.write(tree));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("test");
    }
  }
}
