package dev.inlay.layer;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One of Keras's layer classes and the one here that does the same: a row of the tables with which
 * {@link KerasConfig} reads and writes. The tables are in files by family: {@link KerasCore},
 * {@link KerasMerging} and so on. What a row's reader takes, its writer puts: a test writes every
 * layer and reads it back.
 *
 * @param className Keras's name
 * @param type the layer here
 * @param reader makes the layer from the settings
 * @param writer puts the layer's settings
 */
record KerasClass<T extends Layer>(
    String className,
    Class<T> type,
    Function<KerasSettings, T> reader,
    BiConsumer<T, KerasFields> writer) {

  /** A class whose settings are listed once, for both ways. */
  static <T extends Layer> KerasClass<T> of(Class<T> type, Function<KerasForm<T>, T> form) {
    return of(type.getSimpleName(), type, form);
  }

  /** A class of another name than ours. */
  static <T extends Layer> KerasClass<T> of(
      String className, Class<T> type, Function<KerasForm<T>, T> form) {
    return new KerasClass<>(
        className,
        type,
        from -> form.apply(KerasForm.reading(from)),
        (layer, to) -> {
          // What its settings don't say again isn't what Keras's class means.
          if (!form.apply(KerasForm.writing(layer, to)).equals(layer)) {
            throw new UnsupportedOperationException(
                "Keras's %s has no settings for all of %s".formatted(className, layer));
          }
        });
  }

  /** A class without settings. */
  static <T extends Layer> KerasClass<T> plain(String className, T layer) {
    @SuppressWarnings("unchecked") // the class of an object of that type
    Class<T> type = (Class<T>) layer.getClass();
    return new KerasClass<>(className, type, _ -> layer, (_, _) -> {});
  }

  void write(Layer layer, KerasFields to) {
    writer.accept(type.cast(layer), to);
  }
}
