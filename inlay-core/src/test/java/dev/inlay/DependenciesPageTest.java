package dev.inlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/dependencies.md} accounts for every library that a pom names, and for no other. */
class DependenciesPageTest {
  private static final Path ROOT = Path.of("..");

  /** An element of a pom that names a library and takes it in, rather than keeping it out. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "<(dependency|path|artifactItem)>\\s*"
              + "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>([^/]|/(?!\\1))*");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+:[^`]+)`");

  @Test
  void thePageListsTheLibrariesOfThePoms() throws IOException {
    var used = new TreeSet<String>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (var folder : Stream.concat(Stream.of(ROOT), modules).toList()) {
        var pom = folder.resolve("pom.xml");
        if (Files.exists(pom)) {
          used.addAll(libraries(Files.readString(pom)));
        }
      }
    }
    assertThat(used).contains("org.junit.jupiter:junit-jupiter");

    var page = Files.readString(ROOT.resolve("docs/dependencies.md"));
    var listed = ROW.matcher(page).results().map(row -> row.group(1)).toList();
    assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(used);
  }

  private static Set<String> libraries(String pom) {
    return LIBRARY
        .matcher(pom)
        .results()
        .filter(library -> !library.group().contains("<type>pom</type>"))
        .map(DependenciesPageTest::coordinates)
        .filter(name -> !name.startsWith("dev.inlay:"))
        .collect(Collectors.toSet());
  }

  private static String coordinates(MatchResult library) {
    return library.group(2) + ":" + library.group(3);
  }
}
