package dev.inlay.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.Table;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again. */
class Hdf5WriterTest {
  @TempDir Path folder;

  @Test
  void arraysAndTextsComeBack() {
    Path file = folder.resolve("written.h5");
    try (var writer = Hdf5Writer.create(file)) {
      writer.floats("dense/kernel", List.of(2, 3), Table.of(2, 3, new float[] {1, 2, 3, 4, 5, 6}));
      writer.floats("bias", List.of(2), Table.of(1, 2, new float[] {7, 8}));
      writer.whole("optimizer/step", 1L << 40);
      writer.group("empty");
      writer.texts("dense", "names", List.of("kernel", "", "größer"));
      writer.text("", "version", "3");
    }
    try (Hdf5File read = Hdf5File.open(file)) {
      Group root = read.root();
      assertThat(root.names()).containsExactly("bias", "dense", "empty", "optimizer");
      assertThat(root.texts("version")).containsExactly("3");
      assertThat(root.group("dense").orElseThrow().texts("names"))
          .containsExactly("kernel", "", "größer");
      assertThat(root.group("empty").orElseThrow().names()).isEmpty();
      assertThat(root.dataset("optimizer/step").orElseThrow().whole()).isEqualTo(1L << 40);
      Dataset kernel = root.dataset("dense/kernel").orElseThrow();
      assertThat(kernel.dims()).containsExactly(2L, 3L);
      var into = new Table(2, 3);
      kernel.read(into);
      assertThat(into.array()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void moreTextsThanAMessageHoldsAreRefused() {
    try (var writer = Hdf5Writer.create(folder.resolve("many.h5"))) {
      List<String> many = Collections.nCopies(5_000, "x");

      assertThatThrownBy(() -> writer.texts("", "names", many))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("65,535 bytes at most");
    }
  }
}
