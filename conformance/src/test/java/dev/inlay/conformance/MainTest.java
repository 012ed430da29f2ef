package dev.inlay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  private int run(Object... args) {
    return Main.run(
        List.of(args).stream().map(String::valueOf).toList(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static final String RELU =
      """
      {"id": "a-%d", "kind": "activation", "class": "%s", "config": {},
       "inputs": {"args": [{"shape": [2], "dtype": "float32", "data": [-1, 2]}]},
       "expected": {"shape": [2], "dtype": "float32", "data": [0, %s]}}
      """;

  @Test
  void nothingOfTheFixturesFails() throws IOException {
    String text = Fixtures.report().text();
    Matcher sums =
        Pattern.compile("(\\d+) passed, (\\d+) failed, (\\d+) unsupported\\R$").matcher(text);
    assertThat(sums.find()).isTrue();
    assertThat(sums.group(2)).as(text).isEqualTo("0");
    assertThat(Integer.parseInt(sums.group(1))).isGreaterThan(400);
  }

  @Test
  void countsByFileAndSaysWhatIsMissingAndWhatFailed() throws IOException {
    write(
        "cases.json",
        "{\"cases\": [%s, %s, %s]}"
            .formatted(
                RELU.formatted(1, "relu", "2"),
                RELU.formatted(2, "relu", "3"),
                RELU.formatted(3, "squiggle", "2")));

    assertThat(run(folder)).isEqualTo(1);

    assertThat(out().lines())
        .contains(
            "file         passed   failed  unsupported",
            "cases.json        1        1            1",
            "     1  activation squiggle")
        .endsWith("1 passed, 1 failed, 1 unsupported");
    assertThat(out()).contains("a-2  relu: value (interpreter): largest difference 1.00");
  }

  @Test
  void onlyOneClassAndALineForEachCase() throws IOException {
    write(
        "cases.json",
        "{\"cases\": [%s, %s]}"
            .formatted(RELU.formatted(1, "relu", "2"), RELU.formatted(3, "squiggle", "2")));

    assertThat(run("--verbose", "--only", "relu", folder)).isZero();

    assertThat(out().lines())
        .startsWith("passed       a-1  relu")
        .endsWith("1 passed, 0 failed, 0 unsupported");
  }

  @Test
  void badFilesAndCasesFailInALine() throws IOException {
    write("array.json", "[1, 2]");
    write("broken.json", "{\"cases\": [");
    write("case.json", "{\"cases\": [7, {}, {\"id\": \"x\", \"kind\": \"quiz\"}]}");
    write("empty.json", "");
    write(
        "fields.json",
        "{\"cases\": [%s]}"
            .formatted(RELU.formatted(1, "relu", "2").replace("\"expected\"", "\"answer\"")));
    write("none.json", "{}");
    write("schema.json", "{\"cases\": {\"a\": 1}}");

    assertThat(run(folder)).isEqualTo(1);

    assertThat(out()).endsWith("0 passed, 9 failed, 0 unsupported\n").doesNotContain("\tat ");
    assertThat(out())
        .contains("array.json  file: it: wanted an object, got [1, 2]")
        .contains("broken.json  file: no JSON, line 1: Unexpected end-of-input")
        .contains("x: nobody knows cases of kind quiz")
        .contains("a-1  relu: a-1 has no \"expected\"");
  }

  @Test
  void badUsageEndsWith2() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--fast", folder)).isEqualTo(2);
    assertThat(run(folder, folder)).isEqualTo(2);
    assertThat(run(folder.resolve("absent"))).isEqualTo(2);
    assertThat(run(folder)).as("no .json in it").isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: conformance/run");
  }
}
