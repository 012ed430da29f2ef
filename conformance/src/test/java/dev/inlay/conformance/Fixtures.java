package dev.inlay.conformance;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The cases that the project keeps among the tests of core. */
final class Fixtures {
  private static final Path FOLDER = Path.of("../inlay-core/src/test/resources/golden");

  private static @Nullable Report report;

  private Fixtures() {}

  /** What came of them; they are replayed once for all tests. */
  static synchronized Report report() throws IOException {
    if (report == null) {
      report = Main.replay(GoldenFile.in(FOLDER), null, line -> {});
    }
    return report;
  }
}
