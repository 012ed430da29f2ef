package dev.inlay.layer;

import dev.inlay.graph.Window.Padding;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a window slides over space: over steps, or lines and columns, or planes, lines and columns.
 *
 * @param size what it sees at once along each axis
 * @param strides how far it moves along each axis
 * @param padding what lies beyond the edges
 */
public record WindowOptions(List<Integer> size, List<Integer> strides, Padding padding) {
  public WindowOptions {
    size = List.copyOf(size);
    strides = List.copyOf(strides);
    atLeastOne("sizes", size);
    atLeastOne("strides", strides);
    if (size.size() != strides.size()) {
      throw new IllegalArgumentException(
          "window sizes %s with strides %s: give one of each for each axis"
              .formatted(size, strides));
    }
    if (padding == Padding.CAUSAL && size.size() != 1) {
      throw new IllegalArgumentException(
          "CAUSAL padding is for steps; over %d axes take SAME or VALID".formatted(size.size()));
    }
  }

  /**
   * Stride 1, no padding.
   *
   * @param axes how many axes of space there are
   * @param size one for all axes, or one for each
   */
  static WindowOptions of(int axes, int... size) {
    return new WindowOptions(each("sizes", axes, size), each("strides", axes, 1), Padding.VALID);
  }

  /** How many axes of space there are. */
  int axes() {
    return size.size();
  }

  WindowOptions withSize(int... size) {
    return new WindowOptions(each("sizes", axes(), size), strides, padding);
  }

  WindowOptions withStrides(int... strides) {
    return new WindowOptions(size, each("strides", axes(), strides), padding);
  }

  WindowOptions withPadding(Padding padding) {
    return new WindowOptions(size, strides, padding);
  }

  /** One number for each axis, from as many or from one for all. */
  static List<Integer> each(String what, int axes, int... values) {
    if (values.length != 1 && values.length != axes) {
      throw new IllegalArgumentException(
          "%s are %s; give one for each of %d axes, or one for all"
              .formatted(what, IntStream.of(values).boxed().toList(), axes));
    }
    return values.length == axes
        ? IntStream.of(values).boxed().toList()
        : Collections.nCopies(axes, values[0]);
  }

  static void atLeastOne(String what, List<Integer> values) {
    if (values.stream().anyMatch(v -> v < 1)) {
      throw new IllegalArgumentException("%s are %s; give 1 or more".formatted(what, values));
    }
  }
}
