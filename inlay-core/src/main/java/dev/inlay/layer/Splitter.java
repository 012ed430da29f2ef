package dev.inlay.layer;

import java.util.List;

/**
 * Cuts a text into terms. {@link Splitters} has Keras's; to be saved, one of your own is a record
 * or an enum.
 */
@FunctionalInterface
public interface Splitter {
  List<String> split(String text);
}
