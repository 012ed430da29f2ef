package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.formats.DamagedFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a file, reading it ends soon, with a model or with an error that says why not. */
class HostileFilesTest {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";

  @TempDir Path folder;

  private static Map<String, byte[]> entries(String name) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (var zip = new ZipFile(Recorded.FOLDER.resolve(name + ".keras").toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private Path zip(Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve("hostile.keras");
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }

  /** Reads; any other exception than those that say what is wrong with a file is a failure. */
  private static boolean reads(Path file) {
    return Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            Keras.load(file);
            return true;
          } catch (DamagedFileException | UnsupportedOperationException | UncheckedIOException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return false;
          }
        });
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] copy =
        random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
    for (int i = random.nextInt(4); i >= 0 && copy.length > 0; i--) {
      copy[random.nextInt(copy.length)] =
          (byte) (random.nextInt(3) == 0 ? -1 : random.nextInt(3) == 0 ? 0 : random.nextInt(256));
    }
    return copy;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mask_embedding", "preprocessing_texts", "fitted_adam"})
  void mutatedWeightsAreReadOrRefused(String name) throws IOException {
    Map<String, byte[]> entries = entries(name);
    byte[] weights = entries.get(WEIGHTS);
    for (int seed = 0; seed < 100; seed++) {
      entries.put(WEIGHTS, mutated(weights, new Random(seed)));
      reads(zip(entries));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "functional_nested",
        "operations_indexing",
        "recurrent_bidirectional",
        "attention_self",
        "compiled_outputs",
        "preprocessing_integers",
        "corner_ops_products",
        "corner_ops_sorting",
        "corner_ops_pad_modes",
        "corner_call_two_ways",
        "corner_getitem",
        "corner_quantized_int8"
      })
  void mutatedConfigsAreReadOrRefused(String name) throws IOException {
    Map<String, byte[]> entries = entries(name);
    String config = new String(entries.get(CONFIG), StandardCharsets.UTF_8);
    String[] tokens = {"null", "-1", "0", "2147483647", "9e99", "[]", "{}", "\"x\"", "true", "1.5"};
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      String changed = config;
      for (int i = random.nextInt(3); i >= 0; i--) {
        // A value in the place of another one keeps the JSON whole.
        int colon = changed.indexOf(": ", random.nextInt(changed.length()));
        int end = colon < 0 ? -1 : colon + 2;
        while (end >= 0 && end < changed.length() && ",}] ".indexOf(changed.charAt(end)) < 0) {
          end++;
        }
        if (end > 0 && end < changed.length()) {
          changed =
              changed.substring(0, colon + 2)
                  + tokens[random.nextInt(tokens.length)]
                  + changed.substring(end);
        }
      }
      entries.put(CONFIG, changed.getBytes(StandardCharsets.UTF_8));
      reads(zip(entries));
    }
  }

  @Test
  void mutatedZipsAreReadOrRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Recorded.FOLDER.resolve("stored_sequential.keras"));
    Path file = folder.resolve("mutated.keras");
    for (int seed = 0; seed < 200; seed++) {
      Files.write(file, mutated(whole, new Random(seed)));
      reads(file);
    }
  }

  @Test
  void mutatedFilesOfKeras2AreReadOrRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Recorded.FOLDER.resolve("legacy_functional_nested.h5"));
    Path file = folder.resolve("mutated.h5");
    for (int seed = 0; seed < 80; seed++) {
      Files.write(file, mutated(whole, new Random(seed)));
      reads(file);
    }
  }

  private Path withConfig(String name, String from, String to) throws IOException {
    Map<String, byte[]> entries = entries(name);
    String config = new String(entries.get(CONFIG), StandardCharsets.UTF_8);
    assertThat(config).contains(from);
    entries.put(CONFIG, config.replace(from, to).getBytes(StandardCharsets.UTF_8));
    return zip(entries);
  }

  @Test
  void hugeLayersAreRefusedBeforeTheyAreMade() throws IOException {
    Path file = withConfig("functional_shared", "\"units\": 3", "\"units\": 2000000000");

    assertThatThrownBy(() -> Keras.load(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("2000000000");
  }

  @Test
  void aLoopOfLayersIsRefused() throws IOException {
    Path file =
        withConfig(
            "functional_out_of_order",
            "\"keras_history\": [\"x\", 0, 0]",
            "\"keras_history\": [\"top\", 0, 0]");

    assertThatThrownBy(() -> Keras.load(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("has a loop through layer");
  }

  @Test
  void codeIsNeverRun() {
    assertThatThrownBy(() -> Keras.load(Recorded.FOLDER.resolve("refused_lambda.keras")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Lambda \"twice\" is Python code, which is never run");
  }

  @Test
  void customLayersAreNamed() {
    assertThatThrownBy(() -> Keras.load(Recorded.FOLDER.resolve("refused_custom_layer.keras")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Scale \"my_scale\" is of the custom class \"mine>Scale\"");
    assertThatThrownBy(() -> Keras.load(Recorded.FOLDER.resolve("refused_custom_function.keras")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("mine>squared");
  }

  @Test
  void aLayerOfYoursStandsInForACustomOne() {
    var recorded = Recorded.of("refused_custom_layer");

    var model = Keras.reader().withLayer("mine>Scale", _ -> new Scale()).load(recorded.file());

    KerasFilesTest.close(
        "output", recorded.predictedBy(model).getFirst(), recorded.outputs().getFirst().toFloats());
  }
}
