package dev.inlay.cli.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What somebody who mistyped a name may have meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known name that takes the fewest edits, if they are few, or of which it is the initials.
   */
  static Optional<String> of(String name, Collection<String> known) {
    for (String candidate : known) {
      if (name.length() > 1 && name.equalsIgnoreCase(candidate.replaceAll("(?<=[^_])[^_]|_", ""))) {
        return Optional.of(candidate);
      }
    }
    String nearest = null;
    int most = Math.min(Math.max(2, name.length() / 3), name.length() - 1);
    int fewest = most + 1;
    for (String candidate : known) {
      int edits = edits(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** {@code ; did you mean "age"?}, or nothing. */
  public static String hint(String name, Collection<String> known) {
    return of(name, known).map("; did you mean \"%s\"?"::formatted).orElse("");
  }

  /** Levenshtein's distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
