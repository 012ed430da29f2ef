package dev.inlay.benchmarks;

import dev.inlay.data.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The model of the workloads as an ONNX file would hold it, with random weights: gathers, a
 * concatenation, and a {@code Gemm} with ReLU for each layer. Field numbers are those of {@code
 * onnx.proto}.
 */
final class OnnxModel {
  static final String OUTPUT = "y";
  static final String NUMERICS = "numerics";

  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final EmbeddingMlp model;
  private final SplittableRandom random = new SplittableRandom(1);
  private final ProtoWriter graph = new ProtoWriter();

  private OnnxModel(EmbeddingMlp model) {
    this.model = model;
  }

  static byte[] of(EmbeddingMlp model) {
    return new OnnxModel(model).bytes();
  }

  static String table(int t) {
    return "c" + t;
  }

  private byte[] bytes() {
    graph.text(2, "model");
    List<String> parts = new ArrayList<>();
    if (model.numerics() > 0) {
      input(NUMERICS, FLOAT, model.numerics());
      parts.add(NUMERICS);
    }
    for (int t = 0; t < model.tables(); t++) {
      input(table(t), INT32);
      weight("table" + t, 0.05, model.vocabulary(), model.dimension());
      node("Gather", "e" + t, List.of("table" + t, table(t)));
      parts.add("e" + t);
    }
    node("Concat", "x", parts, integer("axis", 1));
    String x = "x";
    int width = model.width();
    List<Integer> units = new ArrayList<>(model.hidden());
    units.add(1);
    for (int i = 0; i < units.size(); i++) {
      int n = units.get(i);
      weight("w" + i, Math.sqrt(6.0 / (width + n)), width, n);
      weight("b" + i, 0, n);
      boolean last = i == units.size() - 1;
      String sum = last ? OUTPUT : "sum" + i;
      node("Gemm", sum, List.of(x, "w" + i, "b" + i));
      if (!last) {
        node("Relu", "h" + i, List.of(sum));
        x = "h" + i;
      }
      width = n;
    }
    graph.message(12, value(OUTPUT, FLOAT, 1));
    return new ProtoWriter()
        .integer(1, IR_VERSION)
        .message(7, graph)
        .message(8, new ProtoWriter().text(1, "").integer(2, OPSET))
        .bytes();
  }

  private void node(String op, String output, List<String> inputs, ProtoWriter... attributes) {
    var node = new ProtoWriter();
    inputs.forEach(name -> node.text(1, name));
    node.text(2, output).text(4, op);
    for (ProtoWriter attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, node);
  }

  private static ProtoWriter integer(String name, long value) {
    return new ProtoWriter().text(1, name).integer(3, value).integer(20, 2);
  }

  private void weight(String name, double limit, int... dims) {
    int size = 1;
    var tensor = new ProtoWriter();
    for (int dim : dims) {
      tensor.integer(1, dim);
      size *= dim;
    }
    var raw = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      raw.putFloat((float) ((random.nextDouble() * 2 - 1) * limit));
    }
    graph.message(5, tensor.integer(2, FLOAT).text(8, name).bytes(9, raw.array()));
  }

  private void input(String name, int type, int... row) {
    graph.message(11, value(name, type, row));
  }

  private static ProtoWriter value(String name, int type, int... row) {
    var shape = new ProtoWriter().message(1, new ProtoWriter().text(2, "rows"));
    for (int dim : row) {
      shape.message(1, new ProtoWriter().integer(1, dim));
    }
    var tensor = new ProtoWriter().integer(1, type).message(2, shape);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }
}
