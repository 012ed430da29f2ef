package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Anchor;
import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Label;
import dev.inlay.formats.plot.Drawing.Line;
import dev.inlay.formats.plot.Drawing.Point;
import dev.inlay.formats.plot.Drawing.Shape;
import dev.inlay.model.History;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A fit's history as a chart: a panel for the loss and for each metric, training and validation in
 * it, epochs from 1 to the right.
 *
 * <pre>{@code
 * HistoryChart.save(model.fit(x, y, Fit.epochs(10)), Path.of("history.png"));
 * }</pre>
 */
public final class HistoryChart {
  private static final String VALIDATION = "val_";
  private static final double WIDTH = 560;
  private static final double HEIGHT = 220;
  private static final double LEFT = 70;
  private static final double RIGHT = 20;
  private static final double TOP = 30;
  private static final double BOTTOM = 34;
  private static final double SIZE = 10;
  private static final int TICKS = 5;

  private static final String AXIS = "#4b5563";
  private static final String GRID = "#e5e7eb";
  private static final String TRAINING_COLOR = "#2563eb";
  private static final String VALIDATION_COLOR = "#ea580c";

  private HistoryChart() {}

  /** Draws a history and writes it to a file that ends in {@code .svg} or {@code .png}. */
  public static void save(History history, Path file) {
    draw(history).save(file);
  }

  /**
   * Draws a history.
   *
   * @throws IllegalArgumentException if it has no epoch
   */
  public static Drawing draw(History history) {
    if (history.epochs().isEmpty()) {
      throw new IllegalArgumentException("the history has no epoch, so there is nothing to draw");
    }
    Map<String, List<String>> panels = new LinkedHashMap<>();
    if (history.metrics().containsKey("loss")) {
      panels.put("loss", new ArrayList<>());
    }
    for (String name : history.metrics().keySet()) {
      String plain = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
      panels.computeIfAbsent(plain, _ -> new ArrayList<>()).add(name);
    }
    List<Shape> shapes = new ArrayList<>();
    double top = 0;
    for (var panel : panels.entrySet()) {
      panel(shapes, top, panel.getKey(), panel.getValue(), history);
      top += HEIGHT;
    }
    return new Drawing(WIDTH, top, shapes);
  }

  /** The numbers of a panel between its least and its largest. */
  private record Range(double least, double most) {
    /** What all finite numbers lie in, a little wider. */
    static Range of(List<Double> values) {
      double least = values.stream().filter(Double::isFinite).min(Double::compare).orElse(0.0);
      double most = values.stream().filter(Double::isFinite).max(Double::compare).orElse(1.0);
      double room = most > least ? 0.05 * (most - least) : Math.max(Math.abs(most) * 0.05, 1e-6);
      return new Range(least - room, most + room);
    }

    double part(double value) {
      return (value - least) / (most - least);
    }

    /** Round numbers inside, a handful of them. */
    List<Double> ticks() {
      double rough = (most - least) / TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : 5);
      List<Double> ticks = new ArrayList<>();
      for (double k = Math.ceil(least / step); k * step <= most; k++) {
        ticks.add(k * step);
      }
      return ticks;
    }
  }

  private static void panel(
      List<Shape> shapes, double top, String title, List<String> names, History history) {
    double width = WIDTH - LEFT - RIGHT;
    double height = HEIGHT - TOP - BOTTOM;
    double bottom = top + TOP + height;
    Range range = Range.of(names.stream().flatMap(n -> history.get(n).stream()).toList());
    shapes.add(new Label(LEFT, top + TOP - 10, title, SIZE + 2, true, "#111827", Anchor.START));
    for (double tick : range.ticks()) {
      double y = bottom - range.part(tick) * height;
      shapes.add(new Line(List.of(new Point(LEFT, y), new Point(LEFT + width, y)), GRID, 1, false));
      shapes.add(new Label(LEFT - 6, y + SIZE * 0.35, number(tick), SIZE, false, AXIS, Anchor.END));
    }
    int epochs = history.epochs().size();
    int every = Math.max(1, (int) Math.ceil(epochs / 12.0));
    for (int i = 0; i < epochs; i += every) {
      shapes.add(
          new Label(
              x(i, epochs, width),
              bottom + 16,
              Integer.toString(history.epochs().get(i) + 1),
              SIZE,
              false,
              AXIS,
              Anchor.MIDDLE));
    }
    double legend = WIDTH - RIGHT;
    for (String name : names.reversed()) {
      boolean validation = name.startsWith(VALIDATION);
      String color = validation ? VALIDATION_COLOR : TRAINING_COLOR;
      curve(shapes, history, name, range, bottom, width, height, color);
      shapes.add(new Label(legend, top + TOP - 10, name, SIZE, false, color, Anchor.END));
      legend -= Drawing.textWidth(name, SIZE) + 16;
    }
    shapes.add(
        new Line(
            List.of(
                new Point(LEFT, top + TOP),
                new Point(LEFT, bottom),
                new Point(LEFT + width, bottom)),
            AXIS,
            1,
            false));
  }

  private static double x(int index, int epochs, double width) {
    return LEFT + (epochs == 1 ? width / 2 : width * index / (epochs - 1));
  }

  /**
   * A line through the finite numbers; one that was reported less often ends where its epochs do.
   */
  private static void curve(
      List<Shape> shapes,
      History history,
      String name,
      Range range,
      double bottom,
      double width,
      double height,
      String color) {
    List<Double> values = history.get(name);
    int epochs = history.epochs().size();
    int every = Math.max(1, epochs / Math.max(1, values.size()));
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (Double.isFinite(values.get(i))) {
        int epoch = Math.min(epochs - 1, (i + 1) * every - 1);
        points.add(new Point(x(epoch, epochs, width), bottom - range.part(values.get(i)) * height));
      }
    }
    if (points.size() > 1) {
      shapes.add(new Line(points, color, 1.8, false));
    }
    for (Point point : points) {
      shapes.add(new Box(point.x() - 1.5, point.y() - 1.5, 3, 3, color, color));
    }
  }

  private static String number(double value) {
    double size = Math.abs(value);
    return size != 0 && (size < 1e-3 || size >= 1e6)
        ? String.format(Locale.ROOT, "%.2e", value)
        : String.format(Locale.ROOT, "%.4g", value)
            .replaceAll("(\\.\\d*?)0+$", "$1")
            .replaceAll("\\.$", "");
  }
}
