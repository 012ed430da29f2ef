package dev.inlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Code that a page quotes from a source file, in a block that names the file, still stands there.
 */
class QuotedCodeTest {
  private static final Pattern QUOTE = Pattern.compile("(?ms)^```java (\\w+\\.java)\\n(.*?)^```$");

  @Test
  void pagesQuoteTheSourcesAsTheyAre() throws IOException {
    int quotes = 0;
    for (Path page : files(Path.of("../docs"), ".md")) {
      for (var quote : QUOTE.matcher(Files.readString(page)).results().toList()) {
        List<Path> sources = files(Path.of("src"), "/" + quote.group(1));
        assertThat(sources).as("%s in %s", quote.group(1), page).hasSize(1);
        assertThat(Files.readString(sources.getFirst()))
            .as("%s, quoted in %s", quote.group(1), page)
            .contains(quote.group(2));
        quotes++;
      }
    }
    assertThat(quotes).isPositive();
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> ("/" + file).endsWith(end)).sorted().toList();
    }
  }
}
