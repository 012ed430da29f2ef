package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Anchor;
import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Label;
import dev.inlay.formats.plot.Drawing.Line;
import dev.inlay.formats.plot.Drawing.Point;
import dev.inlay.formats.plot.Drawing.Shape;
import dev.inlay.model.Model;
import dev.inlay.model.Outline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A picture of a model in the spirit of Keras's {@code plot_model}: a box for each layer, lines
 * along the data.
 *
 * <pre>{@code
 * ModelPlot.of().withShowShapes(true).save(model, Path.of("model.svg"));
 * }</pre>
 *
 * @param showShapes whether boxes say the shapes of what goes in and comes out
 * @param showDtype whether they say its type
 * @param showLayerNames whether they say the layer's name
 * @param showTrainable whether they say if weights are trained
 * @param direction which way data flows
 */
public record ModelPlot(
    boolean showShapes,
    boolean showDtype,
    boolean showLayerNames,
    boolean showTrainable,
    Direction direction) {
  /** Which way data flows through the picture; Keras's {@code rankdir}. */
  public enum Direction {
    TOP_TO_BOTTOM,
    LEFT_TO_RIGHT
  }

  private static final double SIZE = 11;
  private static final double ROW = 20;
  private static final double PADDING = 12;
  private static final double MARGIN = 16;
  private static final double BETWEEN_RANKS = 34;
  private static final double BETWEEN_BOXES = 28;

  private static final String DARK = "#1f2937";
  private static final String LINE = "#4b5563";
  private static final String WHITE = "#ffffff";
  private static final String GREEN = "#d1fae5";
  private static final String RED = "#fee2e2";

  /** Classes alone, from top to bottom. */
  public static ModelPlot of() {
    return new ModelPlot(false, false, false, false, Direction.TOP_TO_BOTTOM);
  }

  public ModelPlot withShowShapes(boolean show) {
    return new ModelPlot(show, showDtype, showLayerNames, showTrainable, direction);
  }

  public ModelPlot withShowDtype(boolean show) {
    return new ModelPlot(showShapes, show, showLayerNames, showTrainable, direction);
  }

  public ModelPlot withShowLayerNames(boolean show) {
    return new ModelPlot(showShapes, showDtype, show, showTrainable, direction);
  }

  public ModelPlot withShowTrainable(boolean show) {
    return new ModelPlot(showShapes, showDtype, showLayerNames, show, direction);
  }

  public ModelPlot withDirection(Direction newDirection) {
    return new ModelPlot(showShapes, showDtype, showLayerNames, showTrainable, newDirection);
  }

  /** A row of a box. */
  private record Row(String text, String fill, String color, boolean bold) {}

  /** Draws a model and writes it to a file that ends in {@code .svg} or {@code .png}. */
  public void save(Model model, Path file) {
    draw(model).save(file);
  }

  /** Draws a model. */
  public Drawing draw(Model model) {
    List<Outline.Part> parts = model.outline(false).parts();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "the model doesn't know its inputs yet, so there is nothing to draw; give it an Input, or"
              + " fit it first");
    }
    List<List<Row>> rows = parts.stream().map(this::rows).toList();
    List<Double> widths =
        rows.stream()
            .map(r -> r.stream().mapToDouble(x -> Drawing.textWidth(x.text(), SIZE)).max())
            .map(w -> w.orElse(0) + 2 * PADDING)
            .toList();
    List<Double> heights = rows.stream().map(r -> r.size() * ROW).toList();
    boolean down = direction == Direction.TOP_TO_BOTTOM;
    List<List<Integer>> sources = sources(parts);
    var layering = new Layering(down ? widths : heights, forwards(sources), BETWEEN_BOXES);
    double[] starts = rankStarts(layering, down ? heights : widths);

    List<Shape> shapes = new ArrayList<>();
    for (Layering.Route route : layering.routes()) {
      shapes.add(line(route, starts, down ? heights : widths));
    }
    for (int part = 0; part < sources.size(); part++) {
      for (int source : sources.get(part)) {
        if (source >= part) {
          shapes.add(backwards(layering, starts, source, part, down ? heights : widths));
        }
      }
    }
    for (Layering.Item item : layering.boxes()) {
      double width = widths.get(item.index);
      double height = heights.get(item.index);
      double across = MARGIN + item.place - (down ? width : height) / 2;
      double along = starts[item.rank];
      box(shapes, rows.get(item.index), down ? across : along, down ? along : across, width);
    }
    double across = layering.breadth() + 2 * MARGIN;
    double along = starts[layering.rankCount()] - BETWEEN_RANKS + MARGIN;
    return new Drawing(down ? across : along, down ? along : across, shapes);
  }

  private List<Row> rows(Outline.Part part) {
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            showLayerNames ? part.name() + " (" + part.type() + ")" : part.type(),
            DARK,
            WHITE,
            true));
    if (showShapes && !part.inputs().isEmpty()) {
      rows.add(plain("in:  " + list(part.inputs(), port -> port.shape().toString())));
    }
    if (showShapes && !part.outputs().isEmpty()) {
      rows.add(plain("out: " + list(part.outputs(), port -> port.shape().toString())));
    }
    if (showDtype && !part.outputs().isEmpty()) {
      rows.add(
          plain(
              "type: "
                  + list(part.outputs(), port -> port.dtype().name().toLowerCase(Locale.ROOT))));
    }
    if (showTrainable && part.training() != Outline.Training.NO_WEIGHTS) {
      boolean trained = part.training() == Outline.Training.TRAINED;
      rows.add(
          new Row(trained ? "trainable" : "non-trainable", trained ? GREEN : RED, DARK, false));
    }
    return rows;
  }

  private static Row plain(String text) {
    return new Row(text, WHITE, DARK, false);
  }

  private static String list(List<Outline.Port> ports, Function<Outline.Port, String> what) {
    return ports.stream().map(what).distinct().collect(Collectors.joining(", "));
  }

  /** For each part, the parts that lead to it. */
  private static List<List<Integer>> sources(List<Outline.Part> parts) {
    Map<String, Integer> indices = new HashMap<>();
    for (Outline.Part part : parts) {
      indices.put(part.name(), indices.size());
    }
    return parts.stream()
        .map(
            part ->
                part.origins().stream()
                    .map(origin -> indices.get(origin.layer()))
                    .distinct()
                    .toList())
        .toList();
  }

  /** Where each rank begins along the flow; then where one more would. */
  private static double[] rankStarts(Layering layering, List<Double> lengths) {
    double[] starts = new double[layering.rankCount() + 1];
    double[] longest = new double[layering.rankCount()];
    for (Layering.Item item : layering.boxes()) {
      longest[item.rank] = Math.max(longest[item.rank], lengths.get(item.index));
    }
    starts[0] = MARGIN;
    for (int r = 0; r < longest.length; r++) {
      starts[r + 1] = starts[r] + longest[r] + BETWEEN_RANKS;
    }
    return starts;
  }

  private Line line(Layering.Route route, double[] starts, List<Double> lengths) {
    List<Point> points = new ArrayList<>();
    for (Layering.Item item : route.items()) {
      boolean last = item == route.items().getLast();
      double across = MARGIN + item.place;
      if (item.index < 0) {
        // Past the boxes of a rank in a straight line.
        points.add(point(across, starts[item.rank]));
        points.add(point(across, starts[item.rank + 1] - BETWEEN_RANKS));
      } else if (last) {
        points.add(point(across, starts[item.rank]));
      } else {
        double end = starts[item.rank] + lengths.get(item.index);
        points.add(point(across, end));
        points.add(point(across, starts[item.rank + 1] - BETWEEN_RANKS));
      }
    }
    return new Line(points, LINE, 1.2, true);
  }

  /** Without lines from a part to one before it, which a layer that is applied again may have. */
  private static List<List<Integer>> forwards(List<List<Integer>> sources) {
    List<List<Integer>> forwards = new ArrayList<>();
    for (List<Integer> all : sources) {
      int self = forwards.size();
      forwards.add(all.stream().filter(source -> source < self).toList());
    }
    return forwards;
  }

  /** A straight line to the end of a layer that is applied again. */
  private Line backwards(
      Layering layering, double[] starts, int source, int part, List<Double> lengths) {
    Layering.Item from = layering.boxes().get(source);
    Layering.Item to = layering.boxes().get(part);
    return new Line(
        List.of(
            point(MARGIN + from.place + from.breadth / 4, starts[from.rank]),
            point(MARGIN + to.place + to.breadth / 4, starts[to.rank] + lengths.get(part))),
        LINE,
        1.2,
        true);
  }

  private Point point(double across, double along) {
    return direction == Direction.TOP_TO_BOTTOM
        ? new Point(across, along)
        : new Point(along, across);
  }

  private static void box(List<Shape> shapes, List<Row> rows, double x, double y, double width) {
    double top = y;
    for (Row row : rows) {
      shapes.add(new Box(x, top, width, ROW, row.fill(), DARK));
      shapes.add(
          new Label(
              x + width / 2,
              top + ROW / 2 + SIZE * 0.35,
              row.text(),
              SIZE,
              row.bold(),
              row.color(),
              Anchor.MIDDLE));
      top += ROW;
    }
  }
}
