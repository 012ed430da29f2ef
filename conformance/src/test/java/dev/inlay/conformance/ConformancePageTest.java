package dev.inlay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code docs/conformance.md} lists what is unsupported. */
class ConformancePageTest {
  @Test
  void thePageListsWhatIsMissing() throws IOException {
    String table = table(Fixtures.report().missing().keySet());
    assertThat(Files.readString(Path.of("../docs/conformance.md")))
        .as("what is unsupported has changed; put this table into docs/conformance.md:\n" + table)
        .contains(table);
  }

  /** A row for each kind: {@code layer GRU} is a layer, {@code Adam with …} a setting. */
  private static String table(Iterable<String> missing) {
    Map<String, List<String>> byKind = new TreeMap<>();
    for (String what : missing) {
      boolean setting = what.contains(" with ");
      String kind = setting ? "setting" : what.substring(0, what.indexOf(' '));
      String name = setting ? what : what.substring(kind.length() + 1);
      byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(name);
    }
    if (byKind.isEmpty()) {
      return "None of the cases in the project.\n";
    }
    var table = new StringBuilder("| kind | missing |\n|---|---|\n");
    byKind.forEach(
        (kind, names) -> table.append("| %s | %s |\n".formatted(kind, String.join(", ", names))));
    return table.toString();
  }
}
