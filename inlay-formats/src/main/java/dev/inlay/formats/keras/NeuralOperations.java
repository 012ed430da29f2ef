package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Unary;
import dev.inlay.graph.Window;
import dev.inlay.graph.Window.Padding;
import dev.inlay.graph.Window.Pooling;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations that are layers without weights of their own: what {@code keras.ops.nn} has. */
final class NeuralOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("MaxPool", one(operands -> pool(operands, Pooling.MAX)));
    MEANINGS.put("AveragePool", one(operands -> pool(operands, Pooling.AVERAGE)));
    MEANINGS.put("Conv", one(NeuralOperations::convolution));
    MEANINGS.put("Moments", NeuralOperations::moments);
    MEANINGS.put("BatchNorm", one(NeuralOperations::batchNorm));
    MEANINGS.put("LayerNorm", one(NeuralOperations::layerNorm));
    MEANINGS.put("RMSNorm", one(NeuralOperations::rmsNorm));
    MEANINGS.put("DotProductAttention", one(NeuralOperations::attention));
  }

  private NeuralOperations() {}

  private static List<Integer> each(List<Integer> given, int axes) {
    return given.size() == 1 ? Collections.nCopies(axes, given.getFirst()) : given;
  }

  private static void wantChannelsLast(Operands operands) {
    String format = operands.settings().text("data_format", "channels_last");
    if (!format.equals("channels_last")) {
      throw new UnsupportedOperationException(
          "operation %s with channels first".formatted(operands.className()));
    }
  }

  private static Node pool(Operands operands, Pooling pooling) {
    Node x = operands.node(0, "inputs").cast(DType.FLOAT32);
    int axes = x.shape().rank() - 2;
    List<Integer> size = each(operands.settings().integers("pool_size"), axes);
    List<Integer> strides = operands.settings().integers("strides");
    wantChannelsLast(operands);
    Padding padding = operands.settings().choice("padding", Padding.VALID);
    return x.graph()
        .add(
            new Window.Pool(pooling, size, strides.isEmpty() ? size : each(strides, axes), padding),
            x);
  }

  private static Node convolution(Operands operands) {
    Node x = operands.node(0, "inputs").cast(DType.FLOAT32);
    Node kernel = operands.node(1, "kernel").cast(DType.FLOAT32);
    int axes = x.shape().rank() - 2;
    wantChannelsLast(operands);
    var convolution =
        new Window.Conv(
            each(List.of(operands.settings().integer("strides", 1)), axes),
            operands.settings().choice("padding", Padding.VALID),
            each(List.of(operands.settings().integer("dilation_rate", 1)), axes),
            x.shape().last() / kernel.shape().dim(-2));
    return x.graph().add(convolution, x, kernel);
  }

  private static List<Node> moments(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axes");
    boolean keepDims = operands.settings().flag("keepdims", false);
    operands.settings().drop("synchronized");
    Node mean = AxisOperations.reduce(x, Fold.MEAN, keepDims, axes);
    Node deviation = x.sub(AxisOperations.reduce(x, Fold.MEAN, true, axes));
    return List.of(mean, AxisOperations.reduce(deviation.square(), Fold.MEAN, keepDims, axes));
  }

  /** A vector along one axis of a value. */
  private static Node along(Node vector, Node x, int axis) {
    int[] dims = new int[x.shape().rank()];
    java.util.Arrays.fill(dims, 1);
    dims[axis] = x.shape().dim(axis);
    return vector.cast(DType.FLOAT32).reshape(dims);
  }

  private static Node batchNorm(Operands operands) {
    Node x = operands.floats();
    int axis = operands.axis(x, -1);
    Node mean = along(operands.node(1, "mean"), x, axis);
    Node variance = along(operands.node(2, "variance"), x, axis);
    Node offset = operands.nodeOrNull(3, "offset");
    Node scale = operands.nodeOrNull(4, "scale");
    float epsilon = (float) operands.settings().number("epsilon", 1e-3);
    Node result = x.sub(mean).mul(variance.add(epsilon).sqrt().apply(Unary.RECIPROCAL));
    result = scale == null ? result : result.mul(along(scale, x, axis));
    return offset == null ? result : result.add(along(offset, x, axis));
  }

  private static Node layerNorm(Operands operands) {
    Node x = operands.floats();
    Node gamma = operands.nodeOrNull(1, "gamma");
    Node beta = operands.nodeOrNull(2, "beta");
    int[] axes = axes(operands, x);
    float epsilon = (float) operands.settings().number("epsilon", 1e-7);
    if (operands.settings().flag("rms_scaling", false)) {
      throw new UnsupportedOperationException("operation LayerNorm with rms_scaling");
    }
    Node deviation = x.sub(AxisOperations.reduce(x, Fold.MEAN, true, axes));
    Node variance = AxisOperations.reduce(deviation.square(), Fold.MEAN, true, axes);
    return scaled(deviation.mul(variance.add(epsilon).sqrt().apply(Unary.RECIPROCAL)), gamma, beta);
  }

  private static Node rmsNorm(Operands operands) {
    Node x = operands.floats();
    Node scale = operands.nodeOrNull(1, "scale");
    int[] axes = axes(operands, x);
    float epsilon = (float) operands.settings().number("epsilon", 1e-7);
    Node mean = AxisOperations.reduce(x.square(), Fold.MEAN, true, axes);
    return scaled(x.mul(mean.add(epsilon).sqrt().apply(Unary.RECIPROCAL)), scale, null);
  }

  private static int[] axes(Operands operands, Node x) {
    return operands.settings().has("axis")
        ? operands.axes(x, "axis")
        : new int[] {x.shape().rank() - 1};
  }

  private static Node scaled(Node x, @Nullable Node factor, @Nullable Node offset) {
    Node result = factor == null ? x : x.mul(factor.cast(DType.FLOAT32));
    return offset == null ? result : result.add(offset.cast(DType.FLOAT32));
  }

  /** Attention of heads: {@code [batch, steps, heads, width]}. */
  private static Node attention(Operands operands) {
    Node query = heads(operands.node(0, "query"));
    Node key = heads(operands.node(1, "key"));
    Node value = heads(operands.node(2, "value"));
    Node bias = operands.nodeOrNull(3, "bias");
    Node mask = operands.nodeOrNull(4, "mask");
    double scale =
        operands.settings().number("scale", 1 / Math.sqrt(ShapeOperations.known(query, 3)));
    boolean causal = operands.settings().flag("is_causal", false);
    operands.settings().drop("flash_attention");
    Node scores = query.matMul(key.transpose(0, 1, 3, 2)).mul((float) scale);
    scores = bias == null ? scores : scores.add(bias.cast(DType.FLOAT32));
    scores = mask == null ? scores : masked(scores, ElementOperations.truth(mask));
    scores = causal ? masked(scores, earlier(scores)) : scores;
    return scores.softmax().matMul(value).transpose(0, 2, 1, 3);
  }

  private static Node heads(Node x) {
    if (x.shape().rank() != 4) {
      throw new UnsupportedOperationException(
          "operation DotProductAttention of shape " + x.shape());
    }
    return x.cast(DType.FLOAT32).transpose(0, 2, 1, 3);
  }

  private static Node masked(Node scores, Node mask) {
    return mask.where(scores, scores.graph().constant(-1e9f));
  }

  /** Ones where the step looked at isn't later than the one that looks. */
  private static Node earlier(Node scores) {
    int steps = ShapeOperations.known(scores, 2);
    int others = ShapeOperations.known(scores, 3);
    float[] ones = new float[steps * others];
    for (int i = 0; i < steps; i++) {
      for (int j = 0; j <= Math.min(i, others - 1); j++) {
        ones[i * others + j] = 1;
      }
    }
    return scores.graph().constant(dev.inlay.tensor.Tensor.of(Shape.of(1, 1, steps, others), ones));
  }
}
