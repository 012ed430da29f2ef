package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Label;
import dev.inlay.formats.plot.Drawing.Line;
import dev.inlay.formats.plot.Drawing.Point;
import dev.inlay.formats.plot.Drawing.Shape;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Drawings as PNG, painted by Java's own graphics, without a screen. */
final class Png {
  private static final double POINTS_PER_INCH = 72;

  /** More dots than anybody looks at, and more memory than a picture should take. */
  private static final double MOST_DOTS = 1e8;

  private static final double ARROW = 7;

  private Png() {}

  static byte[] of(Drawing drawing, double dotsPerInch) {
    double scale = dotsPerInch / POINTS_PER_INCH;
    if (!(scale > 0) || drawing.width() * scale * drawing.height() * scale > MOST_DOTS) {
      throw new IllegalArgumentException(
          "a picture of %.0f x %.0f points at %s dots an inch is too large; take fewer dots, or SVG"
              .formatted(drawing.width(), drawing.height(), dotsPerInch));
    }
    var image =
        new BufferedImage(
            (int) Math.ceil(drawing.width() * scale),
            (int) Math.ceil(drawing.height() * scale),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.scale(scale, scale);
      drawing.shapes().forEach(shape -> paint(graphics, shape));
    } finally {
      graphics.dispose();
    }
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void paint(Graphics2D graphics, Shape shape) {
    switch (shape) {
      case Box(double x, double y, double width, double height, String fill, String border) -> {
        var rectangle = new Rectangle2D.Double(x, y, width, height);
        graphics.setColor(Color.decode(fill));
        graphics.fill(rectangle);
        graphics.setStroke(new BasicStroke(1));
        graphics.setColor(Color.decode(border));
        graphics.draw(rectangle);
      }
      case Line line -> paint(graphics, line);
      case Label label -> paint(graphics, label);
    }
  }

  private static void paint(Graphics2D graphics, Line line) {
    var path = new Path2D.Double();
    Point first = line.points().getFirst();
    path.moveTo(first.x(), first.y());
    for (Point point : line.points()) {
      path.lineTo(point.x(), point.y());
    }
    graphics.setStroke(
        new BasicStroke((float) line.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.setColor(Color.decode(line.color()));
    graphics.draw(path);
    if (line.arrow() && line.points().size() > 1) {
      Point to = line.points().getLast();
      Point from = line.points().get(line.points().size() - 2);
      var head = new Path2D.Double();
      head.moveTo(0, 0);
      head.lineTo(-ARROW, -ARROW / 2);
      head.lineTo(-ARROW, ARROW / 2);
      head.closePath();
      var place = AffineTransform.getTranslateInstance(to.x(), to.y());
      place.rotate(Math.atan2(to.y() - from.y(), to.x() - from.x()));
      graphics.fill(place.createTransformedShape(head));
    }
  }

  private static void paint(Graphics2D graphics, Label label) {
    var font = new Font(Font.MONOSPACED, label.bold() ? Font.BOLD : Font.PLAIN, 1);
    graphics.setFont(font.deriveFont((float) label.size()));
    graphics.setColor(Color.decode(label.color()));
    double width = graphics.getFontMetrics().stringWidth(label.text());
    double x =
        switch (label.anchor()) {
          case START -> label.x();
          case MIDDLE -> label.x() - width / 2;
          case END -> label.x() - width;
        };
    graphics.drawString(label.text(), (float) x, (float) label.y());
  }
}
