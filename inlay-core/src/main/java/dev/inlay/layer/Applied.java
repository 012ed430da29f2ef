package dev.inlay.layer;

import dev.inlay.data.Batch;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A layer without weights applied to values: traced, encoded and interpreted at once. */
final class Applied {
  private Applied() {}

  static List<Value> to(Layer layer, Value... inputs) {
    Graph graph = new Graph();
    Scope scope = Scope.sketch(graph);
    Map<String, Value> values = new LinkedHashMap<>();
    Node[] nodes = new Node[inputs.length];
    boolean single = false;
    for (int i = 0; i < inputs.length; i++) {
      Value value = inputs[i];
      if (value instanceof Tensor t && t.shape().rank() == 0) {
        single = true;
        value = t.reshape(Shape.of(1));
      }
      String name = "argument " + i;
      nodes[i] = scope.input(spec(name, value));
      values.put(name, value);
    }
    List<Node> outputs = scope.applyAll(layer, nodes);
    Batch batch = Batch.of(values);
    for (Encoding encoding : scope.encodings()) {
      values.putAll(encoding.encode(batch));
      batch = batch.withFeatures(values);
    }
    List<Value> results = new ArrayList<>();
    Iterator<Tensor> computed = computed(scope, outputs, values).iterator();
    for (Node output : outputs) {
      Value result = isInput(output) ? value(output, values) : computed.next();
      results.add(
          single && result instanceof Tensor t && t.shape().equals(Shape.of(1))
              ? t.reshape(Shape.SCALAR)
              : result);
    }
    return results;
  }

  private static boolean isInput(Node node) {
    return node.op() instanceof Source.Input;
  }

  private static TensorSpec spec(String name, Value value) {
    DType dtype = value.dtype() == DType.INT64 ? DType.INT32 : value.dtype();
    return switch (value) {
      case Ragged _ -> TensorSpec.ragged(name, dtype);
      case Tensor t -> TensorSpec.of(name, dtype, t.shape());
    };
  }

  private static Value value(Node input, Map<String, Value> values) {
    String name = ((Source.Input) input.op()).spec().name();
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the layer needs weights; put it into a model");
    }
    return value;
  }

  /** The outputs that the graph computes. */
  private static List<Tensor> computed(Scope scope, List<Node> outputs, Map<String, Value> values) {
    List<Node> wanted = outputs.stream().filter(node -> !isInput(node)).toList();
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Node> fed = scope.fed(wanted);
    List<Value> feed = new ArrayList<>();
    for (Node input : fed) {
      feed.add(narrow(value(input, values)));
    }
    var program = new Program(scope.graph(), fed, wanted, Map.of(), Map.of());
    return Interpreter.run(program, feed, 0).outputs();
  }

  /** A value as a graph takes it. */
  private static Value narrow(Value value) {
    return switch (value) {
      case LongTensor t -> narrow(t);
      case Ragged(LongTensor t, int[] splits) -> new Ragged(narrow(t), splits);
      default -> value;
    };
  }

  private static Tensor narrow(LongTensor t) {
    int[] narrow = new int[t.data().length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (int) t.data()[i];
      if (narrow[i] != t.data()[i]) {
        throw new IllegalArgumentException(
            "%d: ids have at most 32 bits; hash or look them up first".formatted(t.data()[i]));
      }
    }
    return Tensor.of(t.shape(), narrow);
  }
}
