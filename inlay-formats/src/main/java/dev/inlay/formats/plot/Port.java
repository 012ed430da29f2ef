package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Shape;
import java.util.List;

/** A place without room, where a line leaves a diagram. */
enum Port implements Block {
  EXIT;

  @Override
  public double breadth() {
    return 0;
  }

  @Override
  public double length() {
    return 0;
  }

  @Override
  public double entry(int input) {
    return 0;
  }

  @Override
  public double exit(int output) {
    return 0;
  }

  @Override
  public void paint(List<Shape> shapes, double across, double along) {}
}
