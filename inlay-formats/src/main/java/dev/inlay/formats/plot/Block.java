package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Shape;
import dev.inlay.layer.Outline.Part;
import java.util.List;

/** Something of a {@link Diagram} that has a place; lengths are along the flow or across it. */
interface Block {
  /** How much room it takes across the flow. */
  double breadth();

  /** How much room it takes along the flow. */
  double length();

  /** Where a line to one of its inputs ends, across the flow. */
  double entry(int input);

  /** Where a line ends that leads back to it. */
  default double entryAgain(double entry) {
    return entry;
  }

  /** Where a line from one of its outputs begins, across the flow. */
  double exit(int output);

  /** Whether lines to it end there, with an arrow. */
  default boolean isPointedAt() {
    return false;
  }

  /** Paints it, its beginning at a place. */
  void paint(List<Shape> shapes, double across, double along);

  /** Makes the block of a layer. */
  @FunctionalInterface
  interface Making {
    /**
     * Makes a block.
     *
     * @param level how many models are around the layer
     */
    Block of(Part part, int level);
  }
}
