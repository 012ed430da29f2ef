package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Point;
import dev.inlay.formats.plot.ModelPlot.Direction;

/**
 * Turns places along and across the flow of data into places of a picture.
 *
 * @param direction of the flow
 */
record Flow(Direction direction) {
  boolean isVertical() {
    return direction == Direction.TOP_TO_BOTTOM || direction == Direction.BOTTOM_TO_TOP;
  }

  /** What runs against reading is at negative places, to be moved when all is painted. */
  private double directed(double along) {
    boolean reading = direction == Direction.TOP_TO_BOTTOM || direction == Direction.LEFT_TO_RIGHT;
    return reading ? along : -along;
  }

  Point point(double across, double along) {
    return isVertical() ? new Point(across, directed(along)) : new Point(directed(along), across);
  }

  Box box(double across, double along, double breadth, double length, String fill, String border) {
    Point a = point(across, along);
    Point b = point(across + breadth, along + length);
    return new Box(
        Math.min(a.x(), b.x()),
        Math.min(a.y(), b.y()),
        isVertical() ? breadth : length,
        isVertical() ? length : breadth,
        fill,
        border);
  }
}
