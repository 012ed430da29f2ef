package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Node;
import dev.inlay.graph.Whole;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Operations on whole numbers of 32 bits: their bits, divisors and quotients. */
final class WholeOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    bits("BitwiseAnd", Whole.BIT_AND);
    bits("BitwiseOr", Whole.BIT_OR);
    bits("BitwiseXor", Whole.BIT_XOR);
    bits("BitwiseLeftShift", Whole.SHIFT_LEFT);
    bits("LeftShift", Whole.SHIFT_LEFT);
    bits("BitwiseRightShift", Whole.SHIFT_RIGHT);
    bits("RightShift", Whole.SHIFT_RIGHT);
    MEANINGS.put("BitwiseInvert", one(WholeOperations::inverted));
    MEANINGS.put("BitwiseNot", one(WholeOperations::inverted));
    ofTwo("Gcd", "x1", "x2", (a, b) -> apply(Whole.GCD, a, b));
    ofTwo("Lcm", "x1", "x2", WholeOperations::leastMultiple);
    MEANINGS.put("UnravelIndex", WholeOperations::places);
  }

  private WholeOperations() {}

  static Node apply(Whole op, Node a, Node b) {
    return a.graph().add(op, a, b);
  }

  private static void bits(String name, Whole op) {
    ofTwo(name, "x", "y", (a, b) -> apply(op, a, b));
  }

  private static void ofTwo(
      String name, String first, String second, BinaryOperator<Node> meaning) {
    MEANINGS.put(
        name,
        one(
            operands ->
                meaning.apply(
                    operands.node(0, first).cast(DType.INT32),
                    operands.node(1, second).cast(DType.INT32))));
  }

  private static Node inverted(Operands operands) {
    Node x = operands.node(0, "x").cast(DType.INT32);
    return apply(Whole.BIT_XOR, x, Places.whole(x.graph(), -1));
  }

  /** 0 if one of both is 0. */
  private static Node leastMultiple(Node a, Node b) {
    return size(a.mul(apply(Whole.FLOOR_DIV, b, apply(Whole.GCD, a, b))));
  }

  /** The places along each of several axes that stand at places of them as one. */
  private static List<Node> places(Operands operands) {
    Node rest = operands.node(0, "indices").cast(DType.INT32);
    List<Integer> lengths = operands.settings().integers("shape");
    // As Keras on TensorFlow, which begins with the first length unless the places are a vector.
    List<Integer> order = rest.shape().rank() == 1 ? lengths.reversed() : lengths;
    List<Node> places = new ArrayList<>();
    for (int length : order) {
      Node by = Places.whole(rest.graph(), length);
      places.addFirst(apply(Whole.FLOOR_MOD, rest, by));
      rest = apply(Whole.FLOOR_DIV, rest, by);
    }
    return places;
  }

  /** A number without its sign. */
  static Node size(Node x) {
    return x.max(Places.whole(x.graph(), 0).sub(x));
  }
}
