package dev.inlay.train;

import dev.inlay.layer.KerasForm;
import dev.inlay.layer.KerasSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Classes of Keras's beside ours that mean the same.
 *
 * @param what what they are, for messages: {@code loss}
 * @param aliases other names of Keras's classes, without underscores and in small letters
 */
record KerasTable<T>(String what, Map<String, String> aliases, List<Row<? extends T>> rows) {
  KerasTable {
    aliases = Map.copyOf(aliases);
    rows = List.copyOf(rows);
  }

  /**
   * One class.
   *
   * @param type ours; several of Keras's may be one of ours, which then differ by their settings
   * @param form lists the settings and makes an object of ours
   */
  record Row<S>(String className, Class<S> type, Function<KerasForm<S>, S> form) {}

  static <S> Row<S> row(String className, Class<S> type, Function<KerasForm<S>, S> form) {
    return new Row<>(className, type, form);
  }

  /** A class without settings. */
  static <S> Row<S> row(String className, S only) {
    @SuppressWarnings("unchecked")
    Class<S> type = (Class<S>) only.getClass();
    return new Row<>(className, type, _ -> only);
  }

  /** What was written of an object. */
  record Written(String className, Map<String, @Nullable Object> config) {}

  /** The plain name of a class that may go by another. */
  String name(String plain) {
    return aliases.getOrDefault(plain, plain);
  }

  /** Whether there is a class of this plain name. */
  boolean has(String plain) {
    return row(plain).isPresent();
  }

  private Optional<Row<? extends T>> row(String plain) {
    for (Row<? extends T> row : rows) {
      if (KerasSettings.plain(row.className()).equals(name(plain))) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  /**
   * The object of a class and its settings, which are taken out.
   *
   * @throws UnsupportedOperationException if we have no such class
   */
  T read(KerasSettings from) {
    return read(from.name(), from);
  }

  /** The object of a class of a plain name. */
  T read(String plain, KerasSettings from) {
    return make(
        row(plain)
            .orElseThrow(() -> new UnsupportedOperationException(what + " " + from.className())),
        from);
  }

  private static <S> S make(Row<S> row, KerasSettings from) {
    return row.form().apply(KerasForm.reading(from));
  }

  /** Class and settings of an object; empty if Keras has nothing that means the same. */
  Optional<Written> write(T object) {
    return rows.stream().flatMap(row -> write(row, object).stream()).findFirst();
  }

  private static <S> Optional<Written> write(Row<S> row, Object object) {
    if (!row.type().isInstance(object)) {
      return Optional.empty();
    }
    KerasForm<S> form = KerasForm.writing(row.type().cast(object));
    // What its settings don't say again isn't what Keras's class means.
    return row.form().apply(form).equals(object)
        ? Optional.of(new Written(row.className(), form.tree()))
        : Optional.empty();
  }
}
