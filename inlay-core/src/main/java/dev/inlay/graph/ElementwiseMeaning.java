package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.math.BigInteger;
import java.util.List;

/** What functions of each element mean. */
final class ElementwiseMeaning {
  private ElementwiseMeaning() {}

  static Numbers of(Elementwise op, List<Numbers> in, Shape shape) {
    Numbers x = in.getFirst();
    return switch (op) {
      case Unary u -> Numbers.fill(shape, i -> of(u, x.at(i)));
      case Binary b ->
          Numbers.fill(shape, i -> of(b, x.broadcastAt(i, shape), in.get(1).broadcastAt(i, shape)));
      case Whole w ->
          Numbers.fill(
              shape,
              i -> of(w, (int) x.broadcastAt(i, shape), (int) in.get(1).broadcastAt(i, shape)));
      case Elementwise.Where _ ->
          Numbers.fill(
              shape,
              i ->
                  x.broadcastAt(i, shape) != 0
                      ? in.get(1).broadcastAt(i, shape)
                      : in.get(2).broadcastAt(i, shape));
      // The interpreter gives each result its node's type.
      case Elementwise.Cast _, Elementwise.StopGradient _ -> x;
      case Elementwise.ActivationGrad(Unary activation) ->
          Numbers.fill(
              shape,
              i ->
                  activationGradient(
                      activation, x.broadcastAt(i, shape), in.get(1).broadcastAt(i, shape)));
    };
  }

  private static double of(Unary op, double x) {
    return switch (op) {
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case SQUARE -> x * x;
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case ATAN -> Math.atan(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case RELU -> Math.max(x, 0);
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case ERF -> erf(x);
      case NOT -> truth(x == 0);
      case IS_FINITE -> truth(Double.isFinite(x));
    };
  }

  private static double of(Binary op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case DIV_NO_NAN -> b == 0 ? 0 : a / b;
      case POW -> Math.pow(a, b);
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case EQUAL -> truth(a == b);
      case LESS -> truth(a < b);
      case LESS_OR_EQUAL -> truth(a <= b);
      case GREATER -> truth(a > b);
      case GREATER_OR_EQUAL -> truth(a >= b);
      case AND -> truth(a != 0 && b != 0);
      case OR -> truth(a != 0 || b != 0);
    };
  }

  private static int of(Whole op, int a, int b) {
    return switch (op) {
      case BIT_AND -> a & b;
      case BIT_OR -> a | b;
      case BIT_XOR -> a ^ b;
      case SHIFT_LEFT -> a << Math.clamp(b, 0, 31);
      case SHIFT_RIGHT -> a >> Math.clamp(b, 0, 31);
      case GCD -> BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValue();
      case FLOOR_DIV -> b == 0 ? 0 : Math.floorDiv(a, b);
      case FLOOR_MOD -> b == 0 ? 0 : Math.floorMod(a, b);
    };
  }

  private static double activationGradient(Unary activation, double g, double y) {
    return switch (activation) {
      case RELU -> y > 0 ? g : 0;
      case SIGMOID -> g * y * (1 - y);
      case TANH -> g * (1 - y * y);
      default -> throw new IllegalStateException(activation + " is refused by ActivationGrad");
    };
  }

  static double truth(boolean b) {
    return b ? 1 : 0;
  }

  /**
   * The series of positive terms 2/√π exp(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!! (Abramowitz, Stegun 7.1.6).
   */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x); // closer than 1e-16
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
