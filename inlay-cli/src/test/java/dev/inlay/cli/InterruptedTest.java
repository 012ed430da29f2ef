package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command in a process of its own that is told to end, as by Ctrl-C, or has no memory left. */
class InterruptedTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void itSavesSaysHowToGoOnAndGoesOn(String signal) throws Exception {
    Path houses = Houses.write(folder, 1_500);
    Path model = folder.resolve("model");
    assertThat(interrupted(signal, houses, model)).doesNotContain("going on with it");
    assertThat(interrupted(signal, houses, model)).contains("going on with it");
    Run.well("evaluate", "--model", model, "--csv", houses);
  }

  @Test
  void withoutMemoryItSaysHowToGetMore() throws Exception {
    Path houses = Houses.write(folder, 150_000);
    Process child = train(houses, folder.resolve("model"), "-Xmx12m");
    String said;
    try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
      said = lines.readAllAsString();
    }
    assertThat(child.waitFor()).as(said).isEqualTo(1);
    assertThat(said)
        .containsPattern("error: the JVM's memory of \\d+ MB is full; give it more")
        .doesNotContain("\tat ");
  }

  @Test
  void predictionsThatAreStoppedLeaveNothingBehind() throws Exception {
    Path houses = Houses.write(folder, 1_500);
    Path model = folder.resolve("model");
    Run.well(Houses.training(houses, "--model-dir", model, "--epochs", "1"));
    Path many = Houses.write(folder, 150_000);
    Path output = Files.writeString(folder.resolve("predictions.csv"), "old");
    Path unfinished = folder.resolve(".predictions.csv.tmp");
    Process child =
        start("-Xmx256m", "predict", "--model", model, "--csv", many, "--output", output);
    try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
      while (child.isAlive() && !Files.exists(unfinished)) {
        Thread.sleep(1);
      }
      tell(child, "INT");
      assertThat(lines.readAllAsString()).contains("stopped; what was there is left as it was");
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(output).hasContent("old");
    assertThat(unfinished).doesNotExist();
  }

  /** What a training says that is told to end in its first epoch. */
  private static String interrupted(String signal, Path houses, Path model) throws Exception {
    Process child = train(houses, model, "-Xmx256m");
    List<String> said = new ArrayList<>();
    boolean told = false;
    try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (!told && line.startsWith("epoch ")) {
          told = true;
          tell(child, signal);
        }
      }
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly().waitFor();
    }
    String all = String.join("\n", said);
    assertThat(all)
        .containsPattern("stopped at step [\\d,]+, which is saved in")
        .contains("run the same command again to go on");
    return all;
  }

  private static void tell(Process child, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
  }

  private static Process train(Path houses, Path model, String memory) throws IOException {
    return start(memory, Houses.training(houses, "--model-dir", model, "--epochs", 100_000));
  }

  /** A command in a process of its own. */
  private static Process start(String memory, Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                memory,
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
