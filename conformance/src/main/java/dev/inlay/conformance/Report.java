package dev.inlay.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What came of all cases: a table by file, what is missing, what failed, and the sums. */
final class Report {
  private record Line(String file, String label, Outcome outcome) {}

  private final Consumer<String> listener;
  private final List<String> files = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param listener is given a line for each case
   */
  Report(Consumer<String> listener) {
    this.listener = listener;
  }

  /** A file of which cases follow. */
  void file(String name) {
    files.add(name);
  }

  /** The last file can't be read: this counts as a case that failed. */
  void addUnreadable(String why) {
    add("file", new Outcome.Failed(why));
  }

  /** What came of a case of the last file. */
  void add(Case golden, Outcome outcome) {
    String subject = golden.subject();
    add(subject.equals(golden.id()) ? subject : golden.id() + "  " + subject, outcome);
  }

  private void add(String label, Outcome outcome) {
    lines.add(new Line(files.getLast(), label, outcome));
    listener.accept(
        switch (outcome) {
          case Outcome.Passed() -> "passed       " + label;
          case Outcome.Failed(String why) -> "failed       %s: %s".formatted(label, why);
          case Outcome.Unsupported(String what) -> "unsupported  %s: %s".formatted(label, what);
        });
  }

  boolean hasFailures() {
    return count("", Outcome.Failed.class) > 0;
  }

  /** Cases of a file, or of all if it is empty, that came to this. */
  private long count(String file, Class<? extends Outcome> kind) {
    return lines.stream()
        .filter(line -> file.isEmpty() || line.file.equals(file))
        .filter(line -> kind.isInstance(line.outcome))
        .count();
  }

  /** Everything, the sums last. */
  String text() {
    var text = new StringBuilder();
    int width = files.stream().mapToInt(String::length).max().orElse(0);
    String row = "%-" + Math.max(4, width) + "s %8s %8s %12s%n";
    text.append(row.formatted("file", "passed", "failed", "unsupported"));
    for (String file : files) {
      text.append(
          row.formatted(
              file,
              count(file, Outcome.Passed.class),
              count(file, Outcome.Failed.class),
              count(file, Outcome.Unsupported.class)));
    }
    appendMissing(text);
    appendFailed(text);
    text.append(
        "%n%d passed, %d failed, %d unsupported%n"
            .formatted(
                count("", Outcome.Passed.class),
                count("", Outcome.Failed.class),
                count("", Outcome.Unsupported.class)));
    return text.toString();
  }

  /** What is missing, with the number of cases that want it. */
  SortedMap<String, Integer> missing() {
    SortedMap<String, Integer> missing = new TreeMap<>();
    for (Line line : lines) {
      if (line.outcome instanceof Outcome.Unsupported(String what)) {
        missing.merge(what, 1, Integer::sum);
      }
    }
    return missing;
  }

  private void appendMissing(StringBuilder text) {
    if (!missing().isEmpty()) {
      text.append("%nunsupported%n".formatted());
      missing().forEach((what, count) -> text.append("%6d  %s%n".formatted(count, what)));
    }
  }

  private void appendFailed(StringBuilder text) {
    if (hasFailures()) {
      text.append("%nfailed%n".formatted());
    }
    for (Line line : lines) {
      if (line.outcome instanceof Outcome.Failed(String why)) {
        text.append("  %s  %s: %s%n".formatted(line.file, line.label, why));
      }
    }
  }
}
