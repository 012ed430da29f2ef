package dev.inlay.cli.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds where two trees differ. */
final class Differences {
  private Differences() {}

  /** The first difference, for people: {@code training.batchSize was 64 and is 32}. */
  static Optional<String> between(@Nullable Object before, @Nullable Object now) {
    return between(before, now, "");
  }

  private static Optional<String> between(
      @Nullable Object before, @Nullable Object now, String where) {
    if (before instanceof Map<?, ?> old && now instanceof Map<?, ?> fresh) {
      var keys = new LinkedHashSet<Object>(old.keySet());
      keys.addAll(fresh.keySet());
      for (Object key : keys) {
        String inner = where.isEmpty() ? "" + key : where + "." + key;
        var difference = between(old.get(key), fresh.get(key), inner);
        if (difference.isPresent()) {
          return difference;
        }
      }
      return Optional.empty();
    }
    if (before instanceof List<?> old
        && now instanceof List<?> fresh
        && old.size() == fresh.size()) {
      for (int i = 0; i < old.size(); i++) {
        var difference = between(old.get(i), fresh.get(i), where + "[" + i + "]");
        if (difference.isPresent()) {
          return difference;
        }
      }
      return Optional.empty();
    }
    return text(before).equals(text(now))
        ? Optional.empty()
        : Optional.of("%s was %s and is %s".formatted(where, text(before), text(now)));
  }

  /** Values as text; numbers alike, whatever class they were read into. */
  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "not given";
      case Number n when n.doubleValue() == n.longValue() -> Long.toString(n.longValue());
      case Number n -> Float.toString(n.floatValue());
      default -> value.toString();
    };
  }
}
