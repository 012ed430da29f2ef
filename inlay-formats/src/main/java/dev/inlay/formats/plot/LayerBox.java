package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Anchor;
import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Label;
import dev.inlay.formats.plot.Drawing.Shape;
import java.util.List;

/** The box of a layer: rows of text, one below the other whichever way data flows. */
record LayerBox(List<Row> rows, Flow flow) implements Block {
  private static final double ROW = 20;
  private static final double PADDING = 12;
  private static final String BORDER = "#1f2937";

  /** A row of a box; colours are {@code #rrggbb}. */
  record Row(String text, String fill, String color, boolean bold) {}

  private double width() {
    double text =
        rows.stream().mapToDouble(r -> Drawing.textWidth(r.text(), Diagram.SIZE)).max().orElse(0);
    return text + 2 * PADDING;
  }

  private double height() {
    return rows.size() * ROW;
  }

  @Override
  public double breadth() {
    return flow.isVertical() ? width() : height();
  }

  @Override
  public double length() {
    return flow.isVertical() ? height() : width();
  }

  @Override
  public double entry(int input) {
    return breadth() / 2;
  }

  @Override
  public double entryAgain(double entry) {
    return breadth() * 3 / 4;
  }

  @Override
  public double exit(int output) {
    return breadth() / 2;
  }

  @Override
  public boolean isPointedAt() {
    return true;
  }

  @Override
  public void paint(List<Shape> shapes, double across, double along) {
    Box whole = flow.box(across, along, breadth(), length(), BORDER, BORDER);
    double top = whole.y();
    for (Row row : rows) {
      shapes.add(new Box(whole.x(), top, whole.width(), ROW, row.fill(), BORDER));
      shapes.add(
          new Label(
              whole.x() + whole.width() / 2,
              top + ROW / 2 + Diagram.SIZE * 0.35,
              row.text(),
              Diagram.SIZE,
              row.bold(),
              row.color(),
              Anchor.MIDDLE));
      top += ROW;
    }
  }
}
