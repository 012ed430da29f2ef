package dev.inlay.formats.tensorboard;

import dev.inlay.data.ProtoWriter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph as TensorFlow writes one (messages: tensorflow/core/framework/graph.proto, node_def.proto
 * and attr_value.proto). The names of nodes are the paths of the layers that made them, by which
 * TensorBoard groups them.
 */
final class GraphDef {
  /** A version whose graphs have all that is written here. */
  private static final int PRODUCER = 1482;

  /** By node, and how often each name was wanted. */
  private final Map<Node, String> names = new HashMap<>();

  private final Map<String, Integer> wanted = new HashMap<>();

  private GraphDef() {}

  /** All that leads to some values. */
  static byte[] of(List<Node> outputs) {
    return new GraphDef().write(outputs);
  }

  private byte[] write(List<Node> outputs) {
    ProtoWriter graph = new ProtoWriter();
    for (Node node : leadingTo(outputs)) {
      names.put(node, unique(name(node)));
      graph.message(1, definition(node));
    }
    return graph.message(4, new ProtoWriter().integer(1, PRODUCER)).bytes();
  }

  /** In the order of evaluation. */
  private static List<Node> leadingTo(List<Node> outputs) {
    Set<Node> seen = new HashSet<>(outputs);
    Deque<Node> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      for (Node input : open.removeLast().inputs()) {
        if (seen.add(input)) {
          open.add(input);
        }
      }
    }
    return seen.stream().sorted(Comparator.comparingInt(Node::index)).toList();
  }

  private static String name(Node node) {
    String path =
        switch (node.op()) {
          case Source.Input(var spec) -> spec.name();
          case Source.Weight(var variable) -> weight(node.origin(), variable.path());
          default -> (node.origin().isEmpty() ? "" : node.origin() + "/") + node.op().name();
        };
    // What TensorFlow takes as the name of a node.
    return path.replaceAll("[^\\w.\\\\/>-]", "_").replaceAll("^[^A-Za-z0-9.]", ".");
  }

  /** Weights of a model inside a model go by paths within it. */
  private static String weight(String origin, String path) {
    return origin.isEmpty() || path.startsWith(origin + "/")
        ? path
        : origin + path.substring(path.lastIndexOf('/'));
  }

  private String unique(String name) {
    int count = wanted.merge(name, 1, Integer::sum);
    return count == 1 ? name : unique(name + "_" + (count - 1));
  }

  private ProtoWriter definition(Node node) {
    String op =
        switch (node.op()) {
          case Source.Input _ -> "Placeholder";
          case Source.Weight _ -> "VariableV2";
          case Source.Constant _ -> "Const";
          default -> node.op().name();
        };
    ProtoWriter definition = new ProtoWriter().text(1, names.getOrDefault(node, "")).text(2, op);
    node.inputs().forEach(input -> definition.text(3, names.getOrDefault(input, "")));
    var shapes = new ProtoWriter().message(7, shape(node.shape()));
    attribute(definition, "_output_shapes", new ProtoWriter().message(1, shapes));
    attribute(definition, "dtype", new ProtoWriter().integer(6, type(node.dtype())));
    if (node.op() instanceof Source) {
      attribute(definition, "shape", new ProtoWriter().message(7, shape(node.shape())));
    }
    return definition;
  }

  private static void attribute(ProtoWriter definition, String name, ProtoWriter value) {
    definition.message(5, new ProtoWriter().text(1, name).message(2, value));
  }

  private static ProtoWriter shape(Shape shape) {
    var message = new ProtoWriter();
    for (int axis = 0; axis < shape.rank(); axis++) {
      message.message(2, new ProtoWriter().integer(1, shape.dim(axis)));
    }
    return message;
  }

  private static int type(DType type) {
    return switch (type) {
      case FLOAT32 -> 1;
      case INT32 -> 3;
      case INT8 -> 6;
      case STRING -> 7;
      case INT64 -> 9;
    };
  }
}
