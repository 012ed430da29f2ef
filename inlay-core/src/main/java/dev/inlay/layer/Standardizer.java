package dev.inlay.layer;

/**
 * What is done to a text before it is split. {@link Standardizers} has Keras's; to be saved, one of
 * your own is a record or an enum.
 */
@FunctionalInterface
public interface Standardizer {
  String apply(String text);
}
