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
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Operations that are layers without weights of their own: what {@code keras.ops.nn} has. */
final class NeuralOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("MaxPool", one(operands -> pool(operands, Pooling.MAX)));
    MEANINGS.put("AveragePool", one(operands -> pool(operands, Pooling.AVERAGE)));
    MEANINGS.put("Conv", one(NeuralOperations::convolution));
    MEANINGS.put("DepthwiseConv", one(NeuralOperations::depthwise));
    MEANINGS.put("SeparableConv", one(NeuralOperations::separable));
    MEANINGS.put("ConvTranspose", one(NeuralOperations::transposed));
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

  /** Does something to a value whose channels are its last axis, wherever they are. */
  private static Node channelsLast(Operands operands, Node x, UnaryOperator<Node> meaning) {
    String format = operands.settings().text("data_format", "channels_last");
    int last = x.shape().rank() - 1;
    return format.equals("channels_first")
        ? ShapeOperations.moved(meaning.apply(ShapeOperations.moved(x, 1, last)), last, 1)
        : meaning.apply(x);
  }

  private static List<Integer> each(Operands operands, String name, int axes) {
    List<Integer> given = operands.settings().integers(name);
    return given.isEmpty() ? Collections.nCopies(axes, 1) : each(given, axes);
  }

  private static Node pool(Operands operands, Pooling pooling) {
    Node x = operands.node(0, "inputs").cast(DType.FLOAT32);
    int axes = x.shape().rank() - 2;
    List<Integer> size = each(operands, "pool_size", axes);
    List<Integer> given = operands.settings().integers("strides");
    List<Integer> strides = given.isEmpty() ? size : each(given, axes);
    Padding padding = operands.settings().choice("padding", Padding.VALID);
    var pool = new Window.Pool(pooling, size, strides, padding);
    return channelsLast(operands, x, values -> x.graph().add(pool, values));
  }

  private static Node floats(Operands operands, int place, String name) {
    return operands.node(place, name).cast(DType.FLOAT32);
  }

  /** A convolution as an operation is set, over so many axes of space. */
  private static Window.Conv conv(Operands operands, int axes, int groups) {
    return new Window.Conv(
        each(operands, "strides", axes),
        operands.settings().choice("padding", Padding.VALID),
        each(operands, "dilation_rate", axes),
        groups);
  }

  private static Node convolution(Operands operands) {
    Node x = floats(operands, 0, "inputs");
    Node kernel = floats(operands, 1, "kernel");
    return channelsLast(
        operands,
        x,
        values -> {
          int groups = values.shape().last() / kernel.shape().dim(-2);
          var conv = conv(operands, x.shape().rank() - 2, groups);
          return x.graph().add(conv, values, kernel);
        });
  }

  private static Node depthwise(Operands operands) {
    Node x = floats(operands, 0, "inputs");
    Node kernel = floats(operands, 1, "kernel");
    return channelsLast(operands, x, values -> depthwise(operands, values, kernel));
  }

  /** Each channel for itself: a group of its own, whose filters lie as Keras has them. */
  private static Node depthwise(Operands operands, Node x, Node kernel) {
    int last = kernel.shape().rank() - 1;
    int channels = ShapeOperations.known(kernel, last - 1);
    int[] dims = new int[last + 1];
    dims[last - 1] = 1;
    dims[last] = channels * ShapeOperations.known(kernel, last);
    return x.graph().add(conv(operands, last - 1, channels), x, kernel.reshape(dims));
  }

  private static Node separable(Operands operands) {
    Node x = floats(operands, 0, "inputs");
    Node kernel = floats(operands, 1, "depthwise_kernel");
    Node points = floats(operands, 2, "pointwise_kernel");
    List<Integer> ones = Collections.nCopies(x.shape().rank() - 2, 1);
    var pointwise = new Window.Conv(ones, Padding.VALID, ones, 1);
    return channelsLast(
        operands,
        x,
        values -> x.graph().add(pointwise, depthwise(operands, values, kernel), points));
  }

  private static Node transposed(Operands operands) {
    Node x = floats(operands, 0, "inputs");
    Node kernel = floats(operands, 1, "kernel");
    int axes = x.shape().rank() - 2;
    List<Integer> given = operands.settings().integers("output_padding");
    List<Integer> padding = given.isEmpty() ? given : each(given, axes);
    var op = new Window.ConvTranspose(conv(operands, axes, 1), padding);
    return channelsLast(operands, x, values -> x.graph().add(op, values, kernel));
  }

  private static List<Node> moments(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axes");
    boolean keepDims = operands.settings().flag("keepdims", false);
    operands.settings().drop("synchronized");
    Node mean = AxisOperations.reduce(x, Fold.MEAN, keepDims, axes);
    return List.of(mean, AxisOperations.variance(x, keepDims, axes));
  }

  /** A vector along one axis of a value. */
  private static Node along(Node vector, Node x, int axis) {
    int[] dims = new int[x.shape().rank()];
    Arrays.fill(dims, 1);
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
    return scores.graph().constant(Tensor.of(Shape.of(1, 1, steps, others), ones));
  }
}
