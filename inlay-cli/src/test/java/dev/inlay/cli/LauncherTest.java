package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command, with a JVM that only says what it was given. */
class LauncherTest {
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";
  private static final String SHORT = "-XX:TieredStopAtLevel=1";

  @TempDir private Path root;

  private Path jar;
  private Path classes;
  private Path lock;

  @BeforeEach
  void lay() throws IOException {
    for (String script : List.of("inlay", "bin/jdk25")) {
      Path copy = root.resolve(script);
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of("..").resolve(script), copy);
      executable(copy);
    }
    Files.createFile(root.resolve("pom.xml"));
    for (String module : List.of("inlay-core", "inlay-formats", "inlay-parquet", "inlay-cli")) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
    Files.createDirectories(root.resolve("jdk/bin"));
    Files.writeString(root.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n");
    Path java =
        Files.writeString(
            root.resolve("jdk/bin/java"),
            """
            #!/usr/bin/env bash
            for word; do
              case $word in
                -XX:ArchiveClassesAtExit=*) echo classes >"${word#*=}"; exit ;;
              esac
            done
            printf '%s\\n' "$@"
            """);
    executable(java);
    Path target = Files.createDirectories(root.resolve("inlay-cli/target"));
    jar = Files.createFile(target.resolve("inlay.jar"));
    classes = target.resolve("inlay.jsa");
    lock = target.resolve("inlay.jsa.lock");
    age(jar, 1);
    try (Stream<Path> sources = Files.walk(root)) {
      for (Path source : sources.filter(path -> !path.startsWith(target)).toList()) {
        age(source, 2);
      }
    }
  }

  @Test
  void theFirstCommandLeavesClassesForLaterOnes() throws Exception {
    assertThat(given("summary")).noneMatch(word -> word.startsWith(ARCHIVE));
    for (int i = 0; i < 1_000 && (!Files.exists(classes) || Files.exists(lock)); i++) {
      Thread.sleep(10);
    }
    assertThat(lock).doesNotExist();
    assertThat(given("summary")).contains(ARCHIVE + classes.toRealPath());
  }

  @Test
  void classesOfAnOlderJarAreNotUsed() throws Exception {
    Files.writeString(classes, "old");
    age(classes, 3);
    Files.createDirectory(lock);
    assertThat(given("summary")).noneMatch(word -> word.startsWith(ARCHIVE));
  }

  @Test
  void aJvmThatCannotKeepClassesIsNotAskedAgain() throws Exception {
    Files.createFile(classes);
    assertThat(given("summary")).noneMatch(word -> word.startsWith(ARCHIVE));
    assertThat(lock).doesNotExist();
    assertThat(classes).isEmptyFile();
  }

  @Test
  void whileOneProcessKeepsClassesOthersGoOnWithout() throws Exception {
    Files.createDirectory(lock);
    assertThat(given("summary")).noneMatch(word -> word.startsWith(ARCHIVE)).contains("summary");
    assertThat(classes).doesNotExist();
    assertThat(lock).exists();
  }

  @Test
  void whatReadsLittleGoesWithoutTheLastCompiler() throws Exception {
    Path few = Files.writeString(root.resolve("few.csv"), "area\n50\n");
    Path many = Files.writeString(root.resolve("many.csv"), "area\n" + "50\n".repeat(100_000));
    assertThat(given("predict", "--model", "model", "--csv", few)).contains(SHORT);
    assertThat(given("predict", "--model", "model", "--csv=" + few)).contains(SHORT);
    assertThat(given("predict", "--model", "model", "--csv", many)).doesNotContain(SHORT);
    assertThat(given("predict", "--model", "model", "--csv=" + many)).doesNotContain(SHORT);
    assertThat(given("predict", "--model", "model", "--csv", root + "/f*.csv"))
        .doesNotContain(SHORT);
    assertThat(given("train", "--csv", few, "--label", "area")).doesNotContain(SHORT);
  }

  @Test
  void optionsOfTheUsersStandBehindTheLaunchers() throws Exception {
    List<String> words = given("--version");
    assertThat(words.indexOf("-XX:TieredStopAtLevel=4")).isGreaterThan(words.indexOf(SHORT));
    assertThat(words).endsWith("--version");
  }

  private List<String> given(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", root.resolve("inlay").toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    builder.environment().put("INLAY_JAVA_OPTS", "-XX:TieredStopAtLevel=4");
    Process process = builder.start();
    List<String> words;
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      words = lines.readAllAsString().lines().toList();
    }
    assertThat(process.waitFor()).as(String.join("\n", words)).isZero();
    return words;
  }

  private static void executable(Path script) {
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private static void age(Path file, int hours) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(hours))));
  }
}
