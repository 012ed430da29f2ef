package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Anchor;
import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Label;
import dev.inlay.formats.plot.Drawing.Line;
import dev.inlay.formats.plot.Drawing.Shape;
import dev.inlay.layer.Outline;
import dev.inlay.layer.Outline.Origin;
import dev.inlay.layer.Outline.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The layers of a model as blocks in ranks along the flow of data, with the lines that join them;
 * of a model inside of a model, a block with a border and a title. Lines lead through the gaps
 * between ranks and past boxes, never through them.
 */
final class Diagram implements Block {
  static final double SIZE = 11;

  private static final double BETWEEN_BOXES = 28;
  private static final double BETWEEN_RANKS = 34;

  /** How much of a gap's breadth its lines may cross for each point of its length. */
  private static final double STEEPNESS = 7;

  private static final double WIDEST_GAP = 110;
  private static final double PADDING = 14;
  private static final double LANE = 12;
  private static final double TITLE = 22;

  private static final String LINE = "#4b5563";
  private static final String TEXT = "#1f2937";
  private static final String BORDER = "#9ca3af";

  /** Of a model, of one inside it, and so on. */
  private static final List<String> FILLS = List.of("#f3f4f6", "#e5e7eb");

  private final Flow flow;
  private final Optional<String> title;
  private final int level;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Integer> entries = new ArrayList<>();
  private final List<Integer> exits = new ArrayList<>();
  private final Layering layering;

  /** Lines to a layer at or before that from which they come: a layer that is applied again. */
  private final List<Layering.Edge> backwards = new ArrayList<>();

  /** Where each rank begins along the flow; then where one more would. */
  private final double[] starts;

  /** Where the longest block of each rank ends. */
  private final double[] ends;

  /** Where the first box begins. */
  private final double left;

  private final double breadth;

  /**
   * Arranges a model.
   *
   * @param title nothing for the outermost
   * @param level 0 for the outermost, one more for each model around it
   */
  Diagram(Outline outline, Flow flow, Optional<String> title, int level, Block.Making making) {
    this.flow = flow;
    this.title = title;
    this.level = level;
    Map<String, Integer> indices = new HashMap<>();
    for (Part part : outline.parts()) {
      indices.put(part.name(), blocks.size());
      blocks.add(making.of(part, level + 1));
    }
    outline.entries().forEach(name -> entries.add(indices.getOrDefault(name, 0)));
    List<Layering.Edge> edges = edges(outline.parts(), indices);
    int ports = title.isPresent() ? leave(outline.results(), indices, edges) : 0;
    edges.stream().filter(edge -> edge.from() >= edge.to()).forEach(backwards::add);
    edges.removeAll(backwards);
    this.layering =
        new Layering(blocks.stream().map(Block::breadth).toList(), edges, ports, BETWEEN_BOXES);
    boolean heading = title.isPresent();
    double padding = heading ? PADDING : 0;
    boolean vertical = flow.isVertical();
    this.left = padding + (heading && !vertical ? TITLE : 0);
    double inner = layering.breadth() + (backwards.isEmpty() ? 0 : LANE * (backwards.size() + 1));
    int ranks = layering.rankCount();
    this.starts = new double[ranks + 1];
    this.ends = new double[ranks];
    double first = padding + (heading && vertical ? TITLE : heading ? PADDING : 0);
    boolean above = backwards.stream().anyMatch(e -> layering.boxes().get(e.to()).rank == 0);
    rankPlaces(first + (above ? BETWEEN_RANKS : 0));
    double wanted = left + inner + padding;
    this.breadth = vertical && heading ? Math.max(wanted, titleStart() + titleWidth()) : wanted;
  }

  private List<Layering.Edge> edges(List<Part> parts, Map<String, Integer> indices) {
    List<Layering.Edge> edges = new ArrayList<>();
    for (int to = 0; to < parts.size(); to++) {
      for (List<Origin> use : parts.get(to).uses()) {
        for (int input = 0; input < use.size(); input++) {
          Origin origin = use.get(input);
          int from = Objects.requireNonNull(indices.get(origin.layer()));
          double entry = blocks.get(to).entry(input);
          var edge = new Layering.Edge(from, blocks.get(from).exit(origin.output()), to, entry);
          if (!edges.contains(edge)) {
            edges.add(edge);
          }
        }
      }
    }
    return edges;
  }

  /** Adds ports for what leaves the model; gives how many. */
  private int leave(List<Origin> results, Map<String, Integer> indices, List<Layering.Edge> edges) {
    int inside = blocks.size();
    Map<List<Double>, Integer> ports = new HashMap<>();
    for (Origin result : results) {
      int from = Objects.requireNonNull(indices.get(result.layer()));
      double exit = blocks.get(from).exit(result.output());
      Integer known = ports.get(List.of((double) from, exit));
      if (known == null) {
        known = blocks.size();
        ports.put(List.of((double) from, exit), known);
        blocks.add(Port.EXIT);
        edges.add(new Layering.Edge(from, exit, known, 0));
      }
      exits.add(known);
    }
    return blocks.size() - inside;
  }

  private void rankPlaces(double first) {
    double[] longest = new double[ends.length];
    double[] farthest = new double[ends.length];
    for (Layering.Item item : layering.boxes()) {
      longest[item.rank] = Math.max(longest[item.rank], blocks.get(item.index).length());
    }
    for (Layering.Route route : layering.routes()) {
      for (int i = 1; i < route.items().size(); i++) {
        double across = Math.abs(at(route, i) - at(route, i - 1));
        int rank = route.items().get(i - 1).rank;
        farthest[rank] = Math.max(farthest[rank], across);
      }
    }
    starts[0] = first;
    for (int r = 0; r < ends.length; r++) {
      ends[r] = starts[r] + longest[r];
      boolean leaving = r == ends.length - 1;
      double gap = Math.clamp(farthest[r] / STEEPNESS, BETWEEN_RANKS, WIDEST_GAP);
      starts[r + 1] = ends[r] + (leaving ? 0 : gap);
    }
    boolean below =
        backwards.stream().anyMatch(e -> layering.boxes().get(e.from()).rank == ends.length - 1);
    starts[ends.length] += below ? BETWEEN_RANKS : 0;
  }

  /** Where a route passes its i-th item, along the rank. */
  private static double at(Layering.Route route, int i) {
    Layering.Item item = route.items().get(i);
    return item.start()
        + (i == 0 ? route.edge().exit() : i == route.items().size() - 1 ? route.edge().entry() : 0);
  }

  private double titleWidth() {
    return Drawing.textWidth(title.orElse(""), SIZE) + PADDING;
  }

  /** Beside the lines that enter, of which the title lies on the side: left of all, or right. */
  private double titleStart() {
    double leftmost = Double.POSITIVE_INFINITY;
    double rightmost = 0;
    for (int i = 0; i < entries.size(); i++) {
      leftmost = Math.min(leftmost, entry(i));
      rightmost = Math.max(rightmost, entry(i));
    }
    return PADDING + titleWidth() < leftmost ? PADDING : rightmost + PADDING;
  }

  @Override
  public double breadth() {
    return breadth;
  }

  @Override
  public double length() {
    double end = starts[ends.length] + (title.isPresent() ? PADDING : 0);
    return title.isPresent() && !flow.isVertical() ? Math.max(end, titleWidth() + PADDING) : end;
  }

  @Override
  public double entry(int input) {
    int block = entries.get(input % entries.size());
    return left + layering.boxes().get(block).start() + blocks.get(block).entry(0);
  }

  @Override
  public double exit(int output) {
    return left + layering.boxes().get(exits.get(output)).start();
  }

  @Override
  public void paint(List<Shape> shapes, double across, double along) {
    title.ifPresent(text -> paintFrame(shapes, text, across, along));
    double begin = across + left;
    for (Layering.Route route : layering.routes()) {
      shapes.add(line(route, begin, along));
    }
    for (int i = 0; i < backwards.size(); i++) {
      shapes.add(backwards(i, begin, along));
    }
    for (Layering.Item item : layering.boxes()) {
      blocks.get(item.index).paint(shapes, begin + item.start(), along + starts[item.rank]);
    }
  }

  private void paintFrame(List<Shape> shapes, String text, double across, double along) {
    String fill = FILLS.get((level - 1) % FILLS.size());
    shapes.add(flow.box(across, along, breadth, length(), fill, BORDER));
    Map<Double, Integer> lines = new TreeMap<>();
    for (int i = 0; i < entries.size(); i++) {
      lines.putIfAbsent(entry(i), entries.get(i));
    }
    lines.forEach(
        (place, block) ->
            shapes.add(
                new Line(
                    List.of(
                        flow.point(across + place, along),
                        flow.point(
                            across + place, along + starts[layering.boxes().get(block).rank])),
                    LINE,
                    1.2,
                    blocks.get(block).isPointedAt())));
    for (int port : exits) {
      double place = across + left + layering.boxes().get(port).start();
      shapes.add(
          new Line(
              List.of(
                  flow.point(place, along + starts[layering.boxes().get(port).rank]),
                  flow.point(place, along + length())),
              LINE,
              1.2,
              false));
    }
    boolean vertical = flow.isVertical();
    Box strip =
        vertical
            ? flow.box(across + titleStart(), along, titleWidth(), TITLE, fill, fill)
            : flow.box(across, along + PADDING, TITLE, titleWidth(), fill, fill);
    shapes.add(new Label(strip.x(), strip.y() + 4 + SIZE, text, SIZE, true, TEXT, Anchor.START));
  }

  private Line line(Layering.Route route, double begin, double along) {
    List<Drawing.Point> points = new ArrayList<>();
    for (int i = 0; i < route.items().size(); i++) {
      Layering.Item item = route.items().get(i);
      double across = begin + at(route, i);
      if (i > 0) {
        points.add(flow.point(across, along + starts[item.rank]));
      } else {
        points.add(flow.point(across, along + starts[item.rank] + blocks.get(item.index).length()));
      }
      if (i < route.items().size() - 1) {
        // Past the boxes of a rank in a straight line.
        points.add(flow.point(across, along + ends[item.rank]));
      }
    }
    return new Line(points, LINE, 1.2, blocks.get(route.edge().to()).isPointedAt());
  }

  /** Around all other blocks, on a lane of its own. */
  private Line backwards(int number, double begin, double along) {
    Layering.Edge edge = backwards.get(number);
    Layering.Item from = layering.boxes().get(edge.from());
    Layering.Item to = layering.boxes().get(edge.to());
    double shift = 3.0 * (number % 4);
    double lane = begin + layering.breadth() + LANE * (number + 1);
    double out = begin + from.start() + edge.exit();
    double in = begin + to.start() + blocks.get(edge.to()).entryAgain(edge.entry());
    double leave = along + ends[from.rank] + 8 + shift;
    double enter = along + starts[to.rank] - 14 - shift;
    return new Line(
        List.of(
            flow.point(out, along + starts[from.rank] + blocks.get(edge.from()).length()),
            flow.point(out, leave),
            flow.point(lane, leave),
            flow.point(lane, enter),
            flow.point(in, enter),
            flow.point(in, along + starts[to.rank])),
        LINE,
        1.2,
        blocks.get(edge.to()).isPointedAt());
  }
}
