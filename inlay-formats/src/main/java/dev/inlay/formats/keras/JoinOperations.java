package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;
import static dev.inlay.formats.keras.ShapeOperations.known;
import static dev.inlay.formats.keras.ShapeOperations.pieces;
import static dev.inlay.formats.keras.ShapeOperations.with;
import static dev.inlay.formats.keras.ShapeOperations.without;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Operations that put values together, or take one apart. */
final class JoinOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("Concatenate", one(JoinOperations::concatenate));
    MEANINGS.put("Stack", one(JoinOperations::stack));
    MEANINGS.put("Append", one(JoinOperations::append));
    MEANINGS.put("Hstack", one(operands -> joined(operands, 2, 1)));
    MEANINGS.put("Vstack", one(operands -> joined(operands, 2, 0)));
    MEANINGS.put("Dstack", one(operands -> joined(operands, 3, 2)));
    MEANINGS.put("BroadcastTo", one(JoinOperations::broadcast));
    MEANINGS.put("Meshgrid", JoinOperations::meshGrid);
    MEANINGS.put("Tile", one(JoinOperations::tile));
    MEANINGS.put("Repeat", one(JoinOperations::repeat));
    MEANINGS.put("Split", JoinOperations::split);
    MEANINGS.put("ArraySplit", JoinOperations::split);
    MEANINGS.put("Vsplit", operands -> split(operands, operands.node(0, "x"), 0));
    MEANINGS.put("Hsplit", JoinOperations::splitColumns);
    MEANINGS.put("Dsplit", operands -> split(operands, operands.node(0, "x"), 2));
    MEANINGS.put("Unstack", JoinOperations::unstack);
  }

  private JoinOperations() {}

  private static List<Node> ofOneType(List<Node> values) {
    boolean whole = values.stream().allMatch(v -> v.dtype() == DType.INT32);
    return values.stream().map(v -> whole ? v : v.cast(DType.FLOAT32)).toList();
  }

  private static Node concatenate(Operands operands) {
    List<Node> values = ofOneType(operands.nodes(0, "xs"));
    int axis = operands.axis(values.getFirst(), 0);
    return Node.concat(axis, values.toArray(Node[]::new));
  }

  private static Node stack(Operands operands) {
    List<Node> values = ofOneType(operands.nodes(0, "x"));
    int rank = values.getFirst().shape().rank() + 1;
    int axis = operands.settings().integer("axis", 0);
    int at = axis < 0 ? axis + rank : axis;
    return Node.concat(at, values.stream().map(v -> with(v, at)).toArray(Node[]::new));
  }

  private static Node append(Operands operands) {
    List<Node> values = ofOneType(List.of(operands.node(0, "x1"), operands.node(1, "x2")));
    int axis = operands.settings().integer("axis");
    return Node.concat(values.getFirst().shape().axis(axis), values.toArray(Node[]::new));
  }

  /** Values side by side, which have so many axes at least. */
  private static Node joined(Operands operands, int rank, int axis) {
    List<Node> values = ofOneType(operands.nodes(0, "xs"));
    if (values.getFirst().shape().rank() < rank) {
      throw new UnsupportedOperationException(
          "operation %s of shape %s".formatted(operands.className(), values.getFirst().shape()));
    }
    return Node.concat(axis, values.toArray(Node[]::new));
  }

  private static Node broadcast(Operands operands) {
    Node x = operands.node(0, "x");
    List<Integer> shape = operands.settings().integers("shape");
    while (x.shape().rank() < shape.size()) {
      x = with(x, 0);
    }
    for (int axis = 0; axis < shape.size(); axis++) {
      if (x.shape().dim(axis) == 1) {
        x = copies(x, axis, shape.get(axis));
      }
    }
    return x;
  }

  private static List<Node> meshGrid(Operands operands) {
    List<Node> values = operands.all();
    boolean swapped = operands.settings().text("indexing", "xy").equals("xy");
    int rank = values.size();
    List<Node> grids = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int place = swapped && i < 2 && rank > 1 ? 1 - i : i;
      Node grid = values.get(i).reshape(-1);
      for (int axis = 0; axis < rank; axis++) {
        if (axis != place) {
          grid = with(grid, axis);
        }
      }
      for (int j = 0; j < rank; j++) {
        int axis = swapped && j < 2 && rank > 1 ? 1 - j : j;
        if (axis != place) {
          grid = copies(grid, axis, known(values.get(j), 0));
        }
      }
      grids.add(grid);
    }
    return grids;
  }

  private static Node copies(Node x, int axis, int count) {
    return count == 1
        ? x
        : Node.concat(axis, Collections.nCopies(pieces(count), x).toArray(Node[]::new));
  }

  private static Node tile(Operands operands) {
    Node x = operands.node(0, "x");
    List<Integer> repeats = operands.settings().integers("repeats");
    int skipped = x.shape().rank() - repeats.size();
    if (skipped < 0) {
      throw new UnsupportedOperationException("operation Tile that adds axes");
    }
    for (int i = 0; i < repeats.size(); i++) {
      x = copies(x, skipped + i, repeats.get(i));
    }
    return x;
  }

  private static Node repeat(Operands operands) {
    Node x = operands.node(0, "x");
    int axis = operands.axis(x, -1);
    int count = operands.settings().integer("repeats");
    Node many = copies(with(x, axis + 1), axis + 1, count);
    int[] dims = new int[x.shape().rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < axis ? 0 : i == axis ? known(x, axis) * count : x.shape().dim(i);
    }
    return many.reshape(dims);
  }

  private static List<Node> split(Operands operands) {
    Node x = operands.node(0, "x");
    return split(operands, x, operands.axis(x, 0));
  }

  private static List<Node> splitColumns(Operands operands) {
    Node x = operands.node(0, "x");
    return split(operands, x, x.shape().rank() == 1 ? 0 : 1);
  }

  private static List<Node> split(Operands operands, Node x, int axis) {
    int length = known(x, axis);
    Object places = operands.settings().object("indices_or_sections");
    List<Integer> ends = new ArrayList<>();
    if (places instanceof Integer sections) {
      int parts = pieces(sections);
      // Where they can't be of one length, the first ones are longer.
      for (int i = 1; i < parts; i++) {
        ends.add(i * (length / parts) + Math.min(i, length % parts));
      }
    } else {
      for (Object place : Arguments.flat(Objects.requireNonNullElse(places, List.of()))) {
        ends.add(((Number) place).intValue());
      }
    }
    List<Node> parts = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      parts.add(x.slice(axis, from, end));
      from = end;
    }
    parts.add(x.slice(axis, from, length));
    return parts;
  }

  private static List<Node> unstack(Operands operands) {
    Node x = operands.node(0, "x");
    int axis = operands.axis(x, 0);
    operands.settings().drop("num");
    return IntStream.range(0, pieces(known(x, axis)))
        .mapToObj(i -> without(x.slice(axis, i, i + 1), axis))
        .toList();
  }
}
