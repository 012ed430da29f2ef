package dev.inlay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fits and gradients that {@code random_fits.py} and {@code random_models.py} have drawn. */
class KerasFilesTest {
  private static final Path DRAWN = Path.of("src/test/resources/keras-files");

  @TempDir Path folder;

  private static String run(Path files) {
    var out = new ByteArrayOutputStream();
    try (var to = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      KerasFiles.run(List.of(files.toString()), to, to);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void drawnFitsAndGradientsAreThoseOfKeras() {
    assertThat(run(DRAWN)).contains("12 passed, 0 failed, 0 unsupported");
  }

  /** That a number differs is seen, wherever it stands. */
  @Test
  void whatDiffersIsTold() throws IOException {
    copy("fit_adamw_stopped", "\"history\":[[\"", "\"history\":[[\"of_");
    copy("edges_hypot", "\"grad_a\":{\"dtype\":\"float32\",\"shape\":[1,12,12],\"data\":[", "$09");
    copy("odd_arcsinh", "\"out_0\":{\"dtype\":\"float32\",\"shape\":[1,3,4],\"data\":[", "$09");
    assertThat(run(folder))
        .contains("the history is of", "grad_", "output 0", "0 passed, 3 failed, 0 unsupported");
  }

  private void copy(String name, String text, String other) throws IOException {
    Files.copy(DRAWN.resolve(name + ".keras"), folder.resolve(name + ".keras"));
    String recorded = Files.readString(DRAWN.resolve(name + ".json"));
    assertThat(recorded).contains(text);
    String changed = recorded.replace(text, other.replace("$0", text));
    Files.writeString(folder.resolve(name + ".json"), changed);
  }
}
