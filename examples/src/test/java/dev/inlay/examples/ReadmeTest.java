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
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs each Java block of the README and of the guide for users of Keras, as a reader
 * would paste it into a main method.
 */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");
  private static final Path KERAS = Path.of("../docs/keras.md");

  @TempDir private Path classes;

  @TestFactory
  Stream<DynamicTest> eachJavaBlockRuns() {
    List<String> blocks =
        Stream.of(README, KERAS).map(ReadmeTest::blocks).flatMap(List::stream).toList();
    return Stream.iterate(0, i -> i < blocks.size(), i -> i + 1)
        .map(
            i ->
                DynamicTest.dynamicTest(
                    "block " + (i + 1), () -> run("Block" + (i + 1), blocks.get(i))));
  }

  @Test
  void thereAreBlocks() {
    assertThat(blocks(README)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(blocks(KERAS)).isNotEmpty();
  }

  private static List<String> blocks(Path document) {
    try {
      return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
          .matcher(Files.readString(document))
          .results()
          .map(m -> m.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String name, String block) throws Exception {
    Pattern imports = Pattern.compile("^import .*;$", Pattern.MULTILINE);
    String hoisted =
        String.join("\n", imports.matcher(block).results().map(MatchResult::group).toList());
    String body = imports.matcher(block).replaceAll("");
    String source =
        hoisted
            + "\npublic class %s { public static void main(String[] args) throws Exception {\n%s\n} }"
                .formatted(name, body);
    StringWriter messages = new StringWriter();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages,
                null,
                null,
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                null,
                List.of(new Source(name, source)))
            .call();
    assertThat(compiled).as(messages + "\n" + source).isTrue();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
