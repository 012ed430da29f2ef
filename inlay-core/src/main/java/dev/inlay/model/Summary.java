package dev.inlay.model;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Frozen;
import dev.inlay.layer.Input;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Named;
import dev.inlay.layer.Scope;
import dev.inlay.model.TextTable.Align;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a model's summary looks. The look is Keras's.
 *
 * @param lineLength of the table, borders included; 0 for what Keras takes on a terminal of 80
 *     columns
 * @param expandNested whether layers of models inside the model get lines of their own
 * @param showTrainable whether a column says which layers are trained
 */
public record Summary(int lineLength, boolean expandNested, boolean showTrainable) {
  private static final int DEFAULT_LENGTH = 76;
  private static final int SHORTEST = 40;

  public Summary {
    if (lineLength != 0 && lineLength < SHORTEST) {
      throw new IllegalArgumentException(
          "a summary needs lines of %d characters or more, got %d".formatted(SHORTEST, lineLength));
    }
  }

  /** As Keras's {@code summary()} without arguments. */
  public static Summary of() {
    return new Summary(0, false, false);
  }

  public Summary withLineLength(int characters) {
    return new Summary(characters, expandNested, showTrainable);
  }

  public Summary withExpandNested(boolean expand) {
    return new Summary(lineLength, expand, showTrainable);
  }

  public Summary withShowTrainable(boolean show) {
    return new Summary(lineLength, expandNested, show);
  }

  /** A layer's line. */
  private static final class Row {
    final String name;
    final String path;
    final Layer layer;
    final int level;
    String shape = "?";
    final List<String> connections = new ArrayList<>();
    int applications;

    Row(String name, String path, Layer layer, int level) {
      this.name = name;
      this.path = path;
      this.layer = layer;
      this.level = level;
    }
  }

  /** Where a value comes from, for the column "Connected to". */
  private record Origin(String layer, int application, int output) {
    @Override
    public String toString() {
      return "%s[%d][%d]".formatted(layer, application, output);
    }
  }

  String of(
      Model model,
      @Nullable List<TensorSpec> inputs,
      Map<String, Variable> weights,
      Collection<Variable> trained,
      Memory optimizer) {
    List<Row> rows = rows(model.structure(), inputs, "", 0);
    boolean chain = isChain(model.structure());
    TextTable table = table(chain);
    for (Row row : rows) {
      table.add(cells(row, chain, inputs != null, weights, trained));
    }
    Memory moved = Memory.of(trained);
    Set<Variable> rest = new LinkedHashSet<>(weights.values());
    rest.removeAll(new LinkedHashSet<>(trained));
    Memory kept = Memory.of(rest);
    StringBuilder out = new StringBuilder();
    out.append("Model: \"")
        .append(model.name().isEmpty() ? model.kind() : model.name())
        .append("\"\n")
        .append(table);
    line(out, "Total", moved.plus(kept).plus(optimizer));
    line(out, "Trainable", moved);
    line(out, "Non-trainable", kept);
    if (optimizer.numbers() > 0) {
      line(out, "Optimizer", optimizer);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String what, Memory memory) {
    out.append(" %s params: %s\n".formatted(what, memory));
  }

  private TextTable table(boolean chain) {
    List<String> header = new ArrayList<>(List.of("Layer (type)", "Output Shape", "Param #"));
    List<Align> align = new ArrayList<>(List.of(Align.LEFT, Align.LEFT, Align.RIGHT));
    List<Double> places =
        new ArrayList<>(chain ? List.of(.45, .80, 1.) : List.of(.3, .56, .74, 1.));
    if (!chain) {
      header.add("Connected to");
      align.add(Align.LEFT);
    }
    if (showTrainable) {
      header.add("Trainable");
      align.add(Align.CENTER);
      places.replaceAll(place -> place * .9);
      places.add(1.);
    }
    int length = lineLength == 0 ? DEFAULT_LENGTH : lineLength;
    int[] widths = new int[places.size()];
    int from = 0;
    for (int i = 0; i < widths.length; i++) {
      int width = (int) (places.get(i) * length) - from;
      widths[i] = width + 2;
      from += width;
    }
    return new TextTable(header, align, widths, length);
  }

  private List<String> cells(
      Row row,
      boolean chain,
      boolean built,
      Map<String, Variable> weights,
      Collection<Variable> trained) {
    List<Variable> own =
        weights.entrySet().stream()
            .filter(e -> e.getKey().startsWith(row.path + "/"))
            .map(Map.Entry::getValue)
            .toList();
    List<String> cells = new ArrayList<>();
    String prefix = row.level == 0 ? "" : "   ".repeat(row.level) + "└ ";
    cells.add(prefix + row.name + " (" + type(row.layer) + ")");
    cells.add(row.shape);
    cells.add(
        String.format(Locale.ROOT, "%,d", Memory.of(own).numbers()) + (built ? "" : " (unbuilt)"));
    if (!chain) {
      cells.add(row.connections.isEmpty() ? "-" : String.join(", ", row.connections));
    }
    if (showTrainable) {
      cells.add(own.isEmpty() ? "-" : Collections.disjoint(own, trained) ? "N" : "Y");
    }
    return cells;
  }

  private static String type(Layer layer) {
    return switch (layer) {
      case Named(_, Layer inner) -> type(inner);
      case Frozen(Layer inner) -> type(inner);
      case Input _ -> "InputLayer";
      case Model model -> model.structure() instanceof Chain ? "Sequential" : "Functional";
      default -> layer.getClass().getSimpleName();
    };
  }

  /** Whether every layer has one input and is used once, so that nothing need say so. */
  private static boolean isChain(Structure structure) {
    return switch (structure) {
      case Chain _ -> true;
      case Network network -> {
        Set<Layer> layers = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Object> feeds = new LinkedHashSet<>();
        yield network.inputs().stream().mapToInt(List::size).sum() <= 1
            && network.outputs().size() == 1
            && network.applications().stream()
                .allMatch(
                    a ->
                        a.inputs().size() <= 1
                            && layers.add(a.layer())
                            && a.inputs().stream().allMatch(feeds::add));
      }
    };
  }

  private List<Row> rows(
      Structure structure, @Nullable List<TensorSpec> inputs, String path, int level) {
    Map<String, Row> rows = new LinkedHashMap<>();
    List<Row> all = new ArrayList<>();
    if (inputs == null) {
      if (structure instanceof Chain chain) {
        Scope names = Scope.sketch(new Graph());
        for (Layer layer : chain.layers()) {
          String name = names.nameOf(layer);
          all.add(new Row(name, path + name, layer, level));
        }
      }
      return all;
    }
    Map<Node, Origin> origins = new IdentityHashMap<>();
    Graph graph = new Graph();
    Scope scope = Scope.sketch(graph);
    List<Node> values = inputs.stream().map(scope::input).toList();
    structure.trace(
        scope,
        values,
        (name, layer, in, out) -> {
          Row row = rows.get(name);
          if (row == null) {
            row = new Row(name, path + name, layer, level);
            rows.put(name, row);
            all.add(row);
            if (expandNested && Structure.plain(layer) instanceof Model inner) {
              all.addAll(rows(inner.structure(), specs(in), row.path + "/", level + 1));
            }
          }
          row.shape = shape(out.stream().map(Node::shape).toList());
          for (Node node : in) {
            Origin origin = origins.get(node);
            if (origin != null) {
              row.connections.add(origin.toString());
            }
          }
          for (int i = 0; i < out.size(); i++) {
            origins.put(out.get(i), new Origin(name, row.applications, i));
          }
          row.applications++;
        });
    return all;
  }

  private static List<TensorSpec> specs(List<Node> nodes) {
    List<TensorSpec> specs = new ArrayList<>();
    for (Node node : nodes) {
      specs.add(
          new TensorSpec("argument " + specs.size(), node.dtype(), node.shape(), node.isRagged()));
    }
    return specs;
  }

  private static String shape(List<Shape> shapes) {
    return shapes.size() == 1
        ? shapes.getFirst().toString()
        : shapes.stream().map(Shape::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  /** How many numbers, and their bytes. */
  record Memory(long numbers, long bytes) {
    static final Memory NONE = new Memory(0, 0);

    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB", "PB");

    static Memory of(Collection<Variable> variables) {
      long numbers = variables.stream().mapToLong(v -> v.shape().size()).sum();
      return new Memory(numbers, numbers * Float.BYTES);
    }

    Memory plus(Memory other) {
      return new Memory(numbers + other.numbers, bytes + other.bytes);
    }

    @Override
    public String toString() {
      double size = bytes;
      int unit = 0;
      while (size >= 1024 && unit < UNITS.size() - 1) {
        size /= 1024;
        unit++;
      }
      return String.format(Locale.ROOT, "%,d (%.2f %s)", numbers, size, UNITS.get(unit));
    }
  }
}
