package dev.inlay.formats.plot;

import dev.inlay.checkpoint.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Boxes, lines and texts on a white ground. Lengths are in points, y runs downwards.
 *
 * @param shapes in the order in which they are painted
 */
public record Drawing(double width, double height, List<Shape> shapes) {
  /** How wide a character is, in text sizes: that of the fonts with characters of one width. */
  static final double CHARACTER = 0.6;

  public Drawing {
    shapes = List.copyOf(shapes);
  }

  /** Something to be painted; colours are {@code #rrggbb}. */
  public sealed interface Shape {}

  /** A rectangle with its border. */
  public record Box(double x, double y, double width, double height, String fill, String border)
      implements Shape {}

  /** A line from point to point. */
  public record Line(List<Point> points, String color, double width, boolean arrow)
      implements Shape {
    public Line {
      points = List.copyOf(points);
    }
  }

  /** A place. */
  public record Point(double x, double y) {}

  /**
   * A line of text in characters of one width.
   *
   * @param y of the line on which the characters stand
   */
  public record Label(
      double x, double y, String text, double size, boolean bold, String color, Anchor anchor)
      implements Shape {}

  /** Which point of a text its x is. */
  public enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** How wide a text is; characters of scripts that aren't alphabets take up to two places. */
  static double textWidth(String text, double size) {
    long places = text.codePoints().map(c -> c < 0x1100 ? 1 : 2).sum();
    return places * size * CHARACTER;
  }

  /** What was painted within a box, and a margin around it, wherever the box was. */
  static Drawing around(Box whole, double margin, List<Shape> shapes) {
    double dx = margin - whole.x();
    double dy = margin - whole.y();
    return new Drawing(
        whole.width() + 2 * margin,
        whole.height() + 2 * margin,
        shapes.stream().map(shape -> moved(shape, dx, dy)).toList());
  }

  private static Shape moved(Shape shape, double dx, double dy) {
    return switch (shape) {
      case Box(double x, double y, double width, double height, String fill, String border) ->
          new Box(x + dx, y + dy, width, height, fill, border);
      case Line(var points, String color, double width, boolean arrow) ->
          new Line(
              points.stream().map(p -> new Point(p.x() + dx, p.y() + dy)).toList(),
              color,
              width,
              arrow);
      case Label(double x, double y, String text, double size, boolean bold, String color, var a) ->
          new Label(x + dx, y + dy, text, size, bold, color, a);
    };
  }

  /** The drawing as an SVG document. */
  public String svg() {
    return Svg.of(this);
  }

  /**
   * The drawing as a PNG file.
   *
   * @param dotsPerInch 72 makes a point a dot
   */
  public byte[] png(double dotsPerInch) {
    return Png.of(this, dotsPerInch);
  }

  /**
   * Writes a file whose name ends in {@code .svg} or {@code .png} (200 dots an inch); it is
   * replaced whole or not at all.
   *
   * @throws IllegalArgumentException if the name ends otherwise
   * @throws UncheckedIOException if the file can't be written
   */
  public void save(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    byte[] bytes;
    if (name.endsWith(".svg")) {
      bytes = svg().getBytes(StandardCharsets.UTF_8);
    } else if (name.endsWith(".png")) {
      bytes = png(200);
    } else {
      throw new IllegalArgumentException(
          "a picture is written as .svg or .png, not to " + file.getFileName());
    }
    try {
      WholeFile.write(file, unfinished -> Files.write(unfinished, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the picture: " + e.getMessage(), e);
    }
  }
}
