package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Contraction;
import dev.inlay.graph.Node;
import dev.inlay.graph.Op;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Unary;
import dev.inlay.layer.HalfPrecision.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What TensorFlow makes of ops on numbers of 16 bits on a CPU: most results are rounded once, some
 * functions round on their way, and of bfloat16, a product of matrices with its bias and activation
 * is one step. Found by trying each function on random numbers (TensorFlow 2.21).
 */
final class HalfArithmetic implements UnaryOperator<Node> {
  /** From here on, {@code log(1 + exp(x))} is x in 16 bits, and the sigmoid of x 1. */
  private static final float LARGE = 15;

  private final Format format;

  /** Products, and sums with their biases, as they were before they were rounded. */
  private final Map<Node, Node> whole = new HashMap<>();

  HalfArithmetic(Format format) {
    this.format = format;
  }

  /** The op's result with the numbers that it would have in 16 bits. */
  @Override
  public Node apply(Node result) {
    if (result.inputs().isEmpty()) {
      return format.rounded(result);
    }
    Node x = result.inputs().getFirst();
    if (format == Format.BFLOAT16 && whole.containsKey(x) && joins(result)) {
      Node product = Objects.requireNonNull(whole.get(x));
      List<Node> inputs = new ArrayList<>(result.inputs());
      inputs.set(0, product);
      return kept(result.graph().add(result.op(), inputs));
    }
    return switch (result.op()) {
      case Unary unary when unary == Unary.SIGMOID -> {
        Node exp = format.rounded(x.min(LARGE).exp());
        yield format.rounded(exp.div(format.rounded(exp.add(1))));
      }
      case Unary unary when unary == Unary.SOFTPLUS -> {
        Node exp = format.rounded(x.min(LARGE).exp());
        yield x.greater(LARGE).where(x, format.rounded(exp.apply(Unary.LOG1P)));
      }
      // Of an ELU.
      case Unary unary when unary == Unary.EXPM1 -> format.rounded(format.rounded(x.exp()).sub(1));
      case Reduction.Softmax _ when format == Format.FLOAT16 -> softmax(x);
      case Contraction.MatMul _ when result.shape().rank() == 2 -> kept(result);
      default -> format.rounded(result);
    };
  }

  private Node kept(Node result) {
    Node rounded = format.rounded(result);
    whole.put(rounded, result);
    return rounded;
  }

  /** Whether an op on a product is one step with it. */
  private static boolean joins(Node result) {
    Op op = result.op();
    return op == Binary.ADD
        ? result.inputs().get(1).shape().rank() == 1
        : op == Unary.SIGMOID || op == Unary.TANH || op == Unary.RELU;
  }

  private Node softmax(Node x) {
    var largest = new Reduction.Reduce(Fold.MAX, List.of(x.shape().rank() - 1), true);
    Node exp = format.rounded(format.rounded(x.sub(x.graph().add(largest, x))).exp());
    Node sum = format.rounded(exp.sumKeepingDims(-1));
    return format.rounded(exp.mul(format.rounded(sum.apply(Unary.RECIPROCAL))));
  }
}
