package dev.inlay.estimator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The exported models in a folder, each in one named after the second in which it was made. */
final class Exports {
  private Exports() {}

  static void check(int keep) {
    if (keep < 0) {
      throw new IllegalArgumentException("keep %d exports; give 0 (all) or more".formatted(keep));
    }
  }

  /** The models, oldest first. */
  static List<Path> in(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().matches("\\d{10}")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("can't list the exports in " + folder, e);
    }
  }

  /** Deletes all but the newest. */
  static void clear(Path folder, int keep) {
    List<Path> all = in(folder);
    int gone = keep == 0 ? 0 : Math.max(0, all.size() - keep);
    all.subList(0, gone).forEach(Exports::delete);
  }

  private static void delete(Path export) {
    try (Stream<Path> inside = Files.walk(export)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete the export " + export, e);
    }
  }
}
