package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file holds, reading it gives rows or an error that names the file. */
class CsvFuzzTest {
  @Property(tries = 200, seed = "21")
  void anyBytes(@ForAll byte[] bytes) throws IOException {
    read(bytes);
  }

  @Property(tries = 500, seed = "22")
  void textsLikeCsv(@ForAll("texts") String text) throws IOException {
    read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "b", ",", ",", "\n", "\n", "\r", "\"", "\"\"", " ", "1", "-", ".", "é", "#")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  private static void read(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("fuzz", ".csv");
    try {
      Files.write(file, bytes);
      for (Csv csv :
          new Csv[] {Csv.of(file), Csv.of(file).withHeader("x", "y").withSampleRows(1)}) {
        try {
          assertThat(csv.read().rows()).isPositive();
        } catch (IllegalArgumentException | UncheckedIOException e) {
          assertThat(e).hasMessageContaining(file.toString());
        }
      }
    } finally {
      Files.delete(file);
    }
  }
}
