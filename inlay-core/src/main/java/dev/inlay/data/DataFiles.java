package dev.inlay.data;

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

  /**
   * The files that match a pattern, as in {@code data/part-*.csv.gz} or {@code
   * logs/2024-??/**}{@code /*.jsonl}, ordered by their paths: {@code *} and {@code ?} stand for
   * characters of a name, {@code **} also for folders (see {@link
   * java.nio.file.FileSystem#getPathMatcher}).
   *
   * @throws IllegalArgumentException if there are none
   * @throws UncheckedIOException if folders can't be listed
   */
  public static List<Path> matching(String pattern) {
    return named(Path.of(""), List.of(pattern));
  }

  /**
   * Files by names and patterns, each relative to a folder: those of each pattern ordered by their
   * paths.
   *
   * @throws IllegalArgumentException if a pattern has no files
   * @throws UncheckedIOException if folders can't be listed
   */
  public static List<Path> named(Path folder, List<String> names) {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      if (isPattern(name) && !Files.exists(folder.resolve(name))) {
        files.addAll(matching(folder, name));
      } else {
        files.add(folder.resolve(name));
      }
    }
    return List.copyOf(files);
  }

  private static boolean isPattern(String name) {
    return name.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static List<Path> matching(Path folder, String pattern) {
    String[] parts = pattern.split("/", -1);
    int fixed = 0;
    while (!isPattern(parts[fixed])) {
      fixed++;
    }
    String outer = String.join("/", List.of(parts).subList(0, fixed)) + (fixed > 0 ? "/" : "");
    String inner = String.join("/", List.of(parts).subList(fixed, parts.length));
    Path within = outer.isEmpty() ? folder : folder.resolve(outer);
    Path listed = within.toString().isEmpty() ? Path.of(".") : within;
    int depth = inner.contains("**") ? Integer.MAX_VALUE : parts.length - fixed;
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + inner);
    try (Stream<Path> all = Files.find(listed, depth, (_, is) -> is.isRegularFile())) {
      List<Path> found =
          all.map(listed::relativize)
              .filter(matcher::matches)
              .map(within::resolve)
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "no file in %s matches \"%s\"".formatted(listed, pattern));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("can't list " + listed, e);
    }
  }
}
