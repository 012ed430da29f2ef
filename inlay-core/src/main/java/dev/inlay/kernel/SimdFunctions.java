package dev.inlay.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** The functions of a graph, on vectors. */
final class SimdFunctions {
  private SimdFunctions() {}

  /** A function; null for those without a vector form. */
  static SimdLoops.@Nullable OfOne of(Unary f) {
    return switch (f) {
      case ABS -> x -> x.abs();
      case NEG -> x -> x.neg();
      case EXP -> SimdElementary::exp;
      case EXPM1 -> SimdElementary::expm1;
      case LOG -> SimdElementary::log;
      case LOG1P -> SimdElementary::log1p;
      case SQRT -> x -> x.sqrt();
      case RECIPROCAL -> x -> FloatVector.broadcast(SimdLanes.S, 1).div(x);
      case SQUARE -> x -> x.mul(x);
      case SIGN -> SimdElementary::sign;
      case FLOOR -> SimdElementary::floor;
      case CEIL -> SimdElementary::ceil;
      case ROUND -> SimdElementary::round;
      case SIN, COS, ATAN -> null;
      case TANH -> SimdElementary::tanh;
      case SIGMOID -> SimdElementary::sigmoid;
      case RELU -> SimdElementary::relu;
      case SOFTPLUS -> SimdElementary::softplus;
      case ERF -> SimdElementary::erf;
      case NOT -> x -> truth(x.compare(EQ, 0));
      case IS_FINITE -> x -> truth(x.test(VectorOperators.IS_FINITE));
    };
  }

  /** Whether a function is so long that the JIT puts one such into a method and not two. */
  static boolean isLong(Unary f) {
    return switch (f) {
      case EXP, EXPM1, LOG, LOG1P, CEIL, TANH, SIGMOID, SOFTPLUS, ERF -> true;
      case ABS,
          NEG,
          SQRT,
          RECIPROCAL,
          SQUARE,
          SIGN,
          FLOOR,
          ROUND,
          SIN,
          COS,
          ATAN,
          RELU,
          NOT,
          IS_FINITE ->
          false;
    };
  }

  /** A function; null for those without a vector form. */
  static SimdLoops.@Nullable OfTwo of(Binary f) {
    return switch (f) {
      case ADD -> (a, b) -> a.add(b);
      case SUB -> (a, b) -> a.sub(b);
      case MUL -> (a, b) -> a.mul(b);
      case DIV -> (a, b) -> a.div(b);
      case DIV_NO_NAN -> (a, b) -> a.div(b).blend(0, b.compare(EQ, 0));
      case POW -> null;
      case MIN -> (a, b) -> a.min(b);
      case MAX -> (a, b) -> a.max(b);
      case EQUAL -> (a, b) -> truth(a.compare(EQ, b));
      case LESS -> (a, b) -> truth(a.compare(LT, b));
      case LESS_OR_EQUAL -> (a, b) -> truth(a.compare(LE, b));
      case GREATER -> (a, b) -> truth(a.compare(GT, b));
      case GREATER_OR_EQUAL -> (a, b) -> truth(a.compare(GE, b));
      case AND -> (a, b) -> truth(a.compare(NE, 0).and(b.compare(NE, 0)));
      case OR -> (a, b) -> truth(a.compare(NE, 0).or(b.compare(NE, 0)));
    };
  }

  /** {@code dy f'(x)} from y = f(x), then dy. */
  static SimdLoops.OfTwo gradFromResult(Unary f) {
    return switch (f) {
      case RELU -> (y, dy) -> dy.blend(0, y.compare(GT, 0).not());
      case SIGMOID -> (y, dy) -> dy.mul(y.mul(y.neg().add(1)));
      case TANH -> (y, dy) -> dy.mul(y.mul(y).neg().add(1));
      default -> throw new IllegalArgumentException(f + " has no derivative by its result here");
    };
  }

  private static FloatVector truth(VectorMask<Float> mask) {
    return FloatVector.zero(SimdLanes.S).blend(1, mask);
  }
}
