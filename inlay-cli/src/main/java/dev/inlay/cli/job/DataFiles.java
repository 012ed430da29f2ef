package dev.inlay.cli.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds files by names and patterns. */
public final class DataFiles {
  private DataFiles() {}

  /** Files by names, which may be patterns in their last part, as in {@code logs/2024-*.csv}. */
  public static List<Path> named(Path folder, List<String> names) {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      if (name.contains("*") || name.contains("?")) {
        files.addAll(matching(folder, name));
      } else {
        files.add(folder.resolve(name));
      }
    }
    return List.copyOf(files);
  }

  private static List<Path> matching(Path folder, String pattern) {
    int slash = pattern.lastIndexOf('/');
    Path within = slash < 0 ? folder : folder.resolve(pattern.substring(0, slash + 1));
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(slash + 1));
    Path listed = within.toString().isEmpty() ? Path.of(".") : within;
    try (Stream<Path> all = Files.list(listed)) {
      List<Path> matching =
          all.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
      if (matching.isEmpty()) {
        throw new IllegalArgumentException(
            "no file in %s matches \"%s\"".formatted(listed, pattern));
      }
      return matching;
    } catch (IOException e) {
      throw new UncheckedIOException("can't list " + listed, e);
    }
  }
}
