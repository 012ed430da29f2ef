package dev.inlay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What pages show in Java is true. A block that names a source file quotes it. All others are
 * programs, as a reader would paste them into a main method: one begins with a block that has
 * imports, and blocks without go on with it. Files that they name lie in the test's folder.
 */
class PagesTest {
  private static final Pattern QUOTE = Pattern.compile("(?ms)^```java (\\w+\\.java)\\n(.*?)^```$");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;$");

  @TempDir private static Path folder;

  /** Blocks of a page that a reader would paste one after the other. */
  private record Program(String name, Path page, StringBuilder text) {
    /** As a class of the program's name. */
    String source() {
      String imports =
          IMPORT.matcher(text).results().map(MatchResult::group).collect(Collectors.joining("\n"));
      return """
      %s
      public class %s { public static void main(String[] args) throws Exception {
      %s
      } }
      """
          .formatted(
              imports,
              name,
              IMPORT
                  .matcher(text)
                  .replaceAll("")
                  .replace("Path.of(\"", "Path.of(\"" + folder + "/"));
    }
  }

  @TestFactory
  Stream<DynamicTest> programsRun() {
    List<Program> programs = pages().stream().flatMap(page -> programs(page).stream()).toList();
    assertThat(programs).extracting(Program::name).contains("README1", "keras1", "estimators1");
    compile(programs);
    return programs.stream()
        .map(
            program ->
                DynamicTest.dynamicTest(
                    program.name() + " of " + program.page(), () -> run(program.name())));
  }

  @Test
  void quotesStandInTheirSources() {
    List<Path> sources =
        Stream.of("src", "../inlay-core/src").flatMap(root -> files(root, ".java")).toList();
    int quotes = 0;
    for (Path page : pages()) {
      for (var quote : QUOTE.matcher(read(page)).results().toList()) {
        List<Path> named =
            sources.stream().filter(source -> source.endsWith(quote.group(1))).toList();
        assertThat(named).as("%s in %s", quote.group(1), page).hasSize(1);
        assertThat(read(named.getFirst()))
            .as("%s, quoted in %s", quote.group(1), page)
            .contains(quote.group(2));
        quotes++;
      }
    }
    assertThat(quotes).isPositive();
  }

  private static List<Path> pages() {
    return Stream.of(
            Stream.of(Path.of("../README.md"), Path.of("../CONTRIBUTING.md")),
            files("../docs", ".md"),
            files("", ".md").filter(page -> !page.startsWith("target")))
        .flatMap(pages -> pages)
        .toList();
  }

  private static List<Program> programs(Path page) {
    String name = page.getFileName().toString().replace(".md", "").replaceAll("\\W", "_");
    List<Program> programs = new ArrayList<>();
    for (var match : BLOCK.matcher(read(page)).results().toList()) {
      String block = match.group(1);
      if (IMPORT.matcher(block).find()) {
        programs.add(new Program(name + (programs.size() + 1), page, new StringBuilder()));
      }
      assertThat(programs).as("imports in the first block of %s", page).isNotEmpty();
      programs.getLast().text().append(block);
    }
    return programs;
  }

  private static void compile(List<Program> programs) {
    var messages = new StringWriter();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages, null, null, options, null, programs.stream().map(Source::new).toList())
            .call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }

  private static void run(String name) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }
  }

  private static Stream<Path> files(String folder, String end) {
    try (Stream<Path> all = Files.walk(Path.of(folder))) {
      return all.filter(file -> file.toString().endsWith(end)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(Program program) {
      super(URI.create("string:///" + program.name() + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = program.source();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
