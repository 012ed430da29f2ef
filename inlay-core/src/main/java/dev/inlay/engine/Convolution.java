package dev.inlay.engine;

import dev.inlay.kernel.Patches;

/**
 * The lengths of a convolution.
 *
 * @param patches windows over the channels of one group
 * @param filters in all groups
 */
record Convolution(Patches patches, int filters, int groups) {
  /** Floats that a piece of rows takes at most, so that it stays in the second-level cache. */
  private static final int PIECE = 1 << 16;

  /** Fewer rows would make too little of a matrix product. */
  private static final int FEWEST_ROWS = 64;

  /** Windows that are laid out at once. */
  int piece() {
    return piece(patches.rowLength());
  }

  /** Windows of a length that are laid out at once. */
  static int piece(int rowLength) {
    return Math.max(FEWEST_ROWS, PIECE / rowLength);
  }

  /** Whether each channel is convolved for itself. */
  boolean isDepthwise() {
    return groups > 1 && patches.channels() == 1;
  }

  int channels() {
    return patches.channels();
  }

  int groupFilters() {
    return filters / groups;
  }

  /** Windows over so many floats of images. */
  int windows(int floats) {
    return floats / patches.imageSize() * patches.rows();
  }

  /** About how many floating point operations an image takes. */
  double flops() {
    return 2.0 * patches.rows() * patches.rowLength() * filters;
  }
}
