package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;

/** Whatever a file holds, reading it gives rows or an error that names the file. */
class CsvFuzzTest {
  private static final String[] PARTS = {
    "a", "b", ",", ",", "\n", "\n", "\r", "\"", "\"\"", " ", "1", "-", ".", "é", "#"
  };

  @Seeds(200)
  void anyBytes(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    read(bytes);
  }

  @Seeds(500)
  void textsLikeCsv(long seed) throws IOException {
    Random random = new Random(seed);
    read(
        random
            .ints(random.nextInt(41), 0, PARTS.length)
            .mapToObj(part -> PARTS[part])
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8));
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
