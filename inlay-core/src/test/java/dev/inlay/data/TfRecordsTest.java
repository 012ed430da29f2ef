package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were written by TensorFlow: {@code src/test/python/records.py}. */
class TfRecordsTest {
  private static final List<String> TERMS = List.of("omar", "stringer", "märlo", "", "日本");

  @TempDir private Path folder;

  private static Path resource(String name) {
    return Path.of("src/test/resources/records").resolve(name);
  }

  private static List<String> texts(Path file) {
    List<String> texts = new ArrayList<>();
    try (var records = TfRecords.read(file)) {
      records.forEachRemaining(record -> texts.add(new String(record, UTF_8)));
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.tfrecord", "zlib.tfrecord", "vocabulary.tfrecord.gz"})
  void recordsOfTensorFlow(String name) {
    assertThat(texts(resource(name))).isEqualTo(TERMS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.tfrecord", "x.tfrecord.gz"})
  void recordsOfOurs(String name) throws IOException {
    Path file = folder.resolve(name);
    try (var writer = TfRecords.write(file)) {
      TERMS.forEach(term -> writer.add(term.getBytes(UTF_8)));
    }

    assertThat(texts(file)).isEqualTo(TERMS);
    if (name.endsWith("d")) {
      assertThat(file).hasSameBinaryContentAs(resource("plain.tfrecord"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {35_615, 40_056})
  void aLengthThatLooksLikeACompressedFileIsALength(int length) {
    Path file = folder.resolve("x.tfrecord");
    try (var writer = TfRecords.write(file)) {
      writer.add(new byte[length]);
    }

    assertThat(texts(file)).singleElement().asString().hasSize(length);
  }

  @Test
  void damageIsFound() throws IOException {
    byte[] whole = Files.readAllBytes(resource("plain.tfrecord"));

    for (int at = 0; at < whole.length; at++) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 4;
      Path file = Files.write(folder.resolve("damaged"), bytes);
      assertThatThrownBy(() -> texts(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(".*, record \\d: .*damaged.*|.*bytes long.*");
    }
  }

  @Test
  void aFileThatIsCutOffIsFound() throws IOException {
    byte[] whole = Files.readAllBytes(resource("plain.tfrecord"));
    byte[] zipped = Files.readAllBytes(resource("vocabulary.tfrecord.gz"));
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 1));
    Path header = Files.write(folder.resolve("header"), Arrays.copyOf(whole, 25));
    Path gzip = Files.write(folder.resolve("gz"), Arrays.copyOf(zipped, 40));

    assertThatThrownBy(() -> texts(cut)).hasMessageContaining("record 4: the file ends within it");
    assertThatThrownBy(() -> texts(header))
        .hasMessageContaining("record 1: the file ends within its length");
    assertThatThrownBy(() -> texts(gzip)).hasMessageContaining("cut off or damaged");
    assertThatThrownBy(() -> texts(folder.resolve("none")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("can't be read");
  }

  @Test
  void anEmptyFileHasNoRecords() throws IOException {
    Path file = Files.createFile(folder.resolve("empty"));

    assertThat(texts(file)).isEmpty();
    try (var records = TfRecords.read(file)) {
      assertThatThrownBy(records::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void aVocabularyMayBeRecords() {
    var vocabulary = Vocabulary.read(resource("vocabulary.tfrecord.gz"));

    assertThat(vocabulary.terms()).isEqualTo(TERMS);
    assertThat(Vocabulary.read(resource("vocabulary.tfrecord.gz"), 2).terms())
        .containsExactly("omar", "stringer");
  }
}
