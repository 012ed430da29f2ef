package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Label;
import dev.inlay.formats.plot.Drawing.Line;
import dev.inlay.formats.plot.Drawing.Shape;
import java.util.Locale;
import java.util.stream.Collectors;

/** Drawings as SVG 1.1. */
final class Svg {
  private Svg() {}

  static String of(Drawing drawing) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace">
        <defs><marker id="arrow" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="context-stroke"/></marker></defs>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(
                number(drawing.width()),
                number(drawing.height()),
                number(drawing.width()),
                number(drawing.height())));
    for (Shape shape : drawing.shapes()) {
      out.append(of(shape)).append('\n');
    }
    return out.append("</svg>\n").toString();
  }

  private static String of(Shape shape) {
    return switch (shape) {
      case Box(double x, double y, double width, double height, String fill, String border) ->
          "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\" stroke=\"%s\"/>"
              .formatted(number(x), number(y), number(width), number(height), fill, border);
      case Line(var points, String color, double width, boolean arrow) ->
          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s/>"
              .formatted(
                  points.stream()
                      .map(p -> number(p.x()) + "," + number(p.y()))
                      .collect(Collectors.joining(" ")),
                  color,
                  number(width),
                  arrow ? " marker-end=\"url(#arrow)\"" : "");
      case Label(double x, double y, String text, double size, boolean bold, String color, var a) ->
          "<text x=\"%s\" y=\"%s\" font-size=\"%s\"%s fill=\"%s\" text-anchor=\"%s\">%s</text>"
              .formatted(
                  number(x),
                  number(y),
                  number(size),
                  bold ? " font-weight=\"bold\"" : "",
                  color,
                  a.name().toLowerCase(Locale.ROOT),
                  escaped(text));
    };
  }

  private static String number(double value) {
    double rounded = Math.round(value * 100) / 100.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  /** Text without what XML reads otherwise, and without what no XML may hold. */
  private static String escaped(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cs}\uFFFE\uFFFF]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
