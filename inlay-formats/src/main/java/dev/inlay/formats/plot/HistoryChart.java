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
 * it, epochs from 1 to the right. Many panels stand in two columns. Numbers above zero of which the
 * largest is a hundred times the least are on a logarithmic scale.
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
  private static final double TITLE_SIZE = SIZE + 2;
  private static final int TICKS = 5;

  /** Of more epochs than these only some have their number below the axis. */
  private static final int MOST_EPOCHS = 12;

  /** More panels than these stand in two columns. */
  private static final int ONE_COLUMN = 3;

  /** From this ratio of the largest to the least number on, a panel is logarithmic. */
  private static final double WIDE = 100;

  /** A panel with a curve has this many epochs at most whose points are marked. */
  private static final int MARKED = 60;

  private static final double LEGEND_LINE = 18;

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
    int columns = panels.size() > ONE_COLUMN ? 2 : 1;
    int number = 0;
    for (var panel : panels.entrySet()) {
      int column = number % columns;
      int row = number / columns;
      new Panel(
              history, panel.getKey(), panel.getValue(), column * WIDTH + LEFT, row * HEIGHT + TOP)
          .draw(shapes);
      number++;
    }
    return new Drawing(WIDTH * columns, HEIGHT * Math.ceilDiv(number, columns), shapes);
  }

  /** The numbers of a panel between its least and its largest; powers of ten of it if wide. */
  private record Range(double least, double most, boolean logarithmic) {
    /** What all finite numbers lie in, a little wider. */
    static Range of(List<Double> values) {
      double least = values.stream().filter(Double::isFinite).min(Double::compare).orElse(0.0);
      double most = values.stream().filter(Double::isFinite).max(Double::compare).orElse(1.0);
      boolean wide = least > 0 && most / least >= WIDE;
      double from = wide ? Math.log10(least) : least;
      double to = wide ? Math.log10(most) : most;
      double room = to > from ? 0.05 * (to - from) : Math.max(Math.abs(to) * 0.05, 1e-6);
      return new Range(from - room, to + room, wide);
    }

    double part(double value) {
      return ((logarithmic ? Math.log10(value) : value) - least) / (most - least);
    }

    /** Round numbers inside, a handful of them. */
    List<Tick> ticks() {
      List<Tick> ticks = new ArrayList<>();
      if (logarithmic) {
        double every = Math.max(1, Math.ceil((most - least) / TICKS));
        for (double power = Math.ceil(least); power <= most; power += every) {
          double value = Math.pow(10, power);
          ticks.add(new Tick(value, value, value));
        }
        return ticks;
      }
      double step = round((most - least) / TICKS);
      double largest = Math.max(Math.abs(least), Math.abs(most));
      for (double k = Math.ceil(least / step); k * step <= most; k++) {
        // Zero without a sign.
        ticks.add(new Tick(k * step + 0.0, step, largest));
      }
      return ticks;
    }
  }

  /** The nearest of 1, 2, 5, 10, 20 … */
  private static double round(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double part = rough / power;
    return power * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
  }

  /**
   * A number on an axis.
   *
   * @param step how far from the next one
   * @param largest size of the axis
   */
  private record Tick(double value, double step, double largest) {
    /** With as many digits as tell it from its neighbours. */
    String text() {
      if (value == 0) {
        return "0";
      }
      int last = (int) Math.floor(Math.log10(step) + 1e-9);
      boolean plain = largest >= 1e-3 * (1 - 1e-9) && largest < 1e6;
      int first = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9);
      return plain
          ? String.format(Locale.ROOT, "%." + Math.max(0, -last) + "f", value)
          : String.format(Locale.ROOT, "%." + Math.max(0, first - last) + "e", value);
    }
  }

  /**
   * One metric, or the loss.
   *
   * @param names of its numbers in training and validation
   * @param left where its axes begin, as is {@code top}
   */
  private record Panel(History history, String title, List<String> names, double left, double top) {
    private static final double BREADTH = WIDTH - LEFT - RIGHT;
    private static final double DEPTH = HEIGHT - TOP - BOTTOM;

    void draw(List<Shape> shapes) {
      Range range = Range.of(names.stream().flatMap(n -> history.get(n).stream()).toList());
      double bottom = top + DEPTH;
      for (Tick tick : range.ticks()) {
        double y = bottom - range.part(tick.value()) * DEPTH;
        shapes.add(line(GRID, 1, new Point(left, y), new Point(left + BREADTH, y)));
        shapes.add(
            new Label(left - 6, y + SIZE * 0.35, tick.text(), SIZE, false, AXIS, Anchor.END));
      }
      epochs(shapes, bottom);
      double room = legend(shapes) - left;
      String scale = range.logarithmic() ? " (log)" : "";
      String heading = shortened(title, scale, room) + scale;
      shapes.add(new Label(left, top - 10, heading, TITLE_SIZE, true, "#111827", Anchor.START));
      for (String name : names.reversed()) {
        curve(shapes, name, range, bottom);
      }
      shapes.add(
          line(
              AXIS,
              1,
              new Point(left, top),
              new Point(left, bottom),
              new Point(left + BREADTH, bottom)));
    }

    /** A title that leaves room for the legend: of a longer one the beginning and the end. */
    private static String shortened(String title, String scale, double room) {
      int places = (int) (room / Drawing.textWidth("m", TITLE_SIZE)) - scale.length();
      if (title.length() <= places) {
        return title;
      }
      int end = (places - 1) / 2;
      return title.substring(0, places - 1 - end) + "…" + title.substring(title.length() - end);
    }

    private void epochs(List<Shape> shapes, double bottom) {
      int epochs = history.epochs().size();
      int every = epochs <= MOST_EPOCHS ? 1 : (int) Math.max(2, round(epochs / 10.0));
      for (int i = 0; i < epochs; i++) {
        int epoch = history.epochs().get(i) + 1;
        if (epoch % every == 0) {
          String text = Integer.toString(epoch);
          shapes.add(new Label(x(i, epochs), bottom + 16, text, SIZE, false, AXIS, Anchor.MIDDLE));
        }
      }
    }

    /** Which colour is which, from the right; gives where it begins. */
    private double legend(List<Shape> shapes) {
      double right = left + BREADTH;
      double y = top - 10;
      for (String name : names.reversed()) {
        String text = name.startsWith(VALIDATION) ? "validation" : "training";
        shapes.add(new Label(right, y, text, SIZE, false, AXIS, Anchor.END));
        right -= Drawing.textWidth(text, SIZE) + 6;
        double middle = y - SIZE * 0.35;
        shapes.add(
            line(
                color(name),
                1.4,
                new Point(right - LEGEND_LINE, middle),
                new Point(right, middle)));
        right -= LEGEND_LINE + 14;
      }
      return right;
    }

    private double x(int index, int epochs) {
      return left + (epochs == 1 ? BREADTH / 2 : BREADTH * index / (epochs - 1));
    }

    /** A line through the finite numbers, each at the epoch that reported it. */
    private void curve(List<Shape> shapes, String name, Range range, double bottom) {
      List<Double> values = history.get(name);
      List<Integer> epochs = history.epochs(name);
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        if (Double.isFinite(values.get(i))) {
          double x = x(history.epochs().indexOf(epochs.get(i)), history.epochs().size());
          points.add(new Point(x, bottom - range.part(values.get(i)) * DEPTH));
        }
      }
      if (points.size() > 1) {
        shapes.add(new Line(points, color(name), 1.8, false));
      }
      if (points.size() <= MARKED) {
        for (Point point : points) {
          shapes.add(new Box(point.x() - 1.5, point.y() - 1.5, 3, 3, color(name), color(name)));
        }
      }
    }

    private static String color(String name) {
      return name.startsWith(VALIDATION) ? VALIDATION_COLOR : TRAINING_COLOR;
    }

    private static Line line(String color, double width, Point... points) {
      return new Line(List.of(points), color, width, false);
    }
  }
}
