package dev.inlay.formats.keras;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;

/** Functions that are worked out by approximations, for which no op is worth it. */
final class SpecialFunctions {
  /**
   * Of the inverse error function around its middle and towards its ends: M. Giles, "Approximating
   * the erfinv function", GPU Computing Gems (2011), in single precision.
   */
  private static final float[] ERFINV_MIDDLE = {
    2.81022636e-08f,
    3.43273939e-07f,
    -3.5233877e-06f,
    -4.39150654e-06f,
    0.00021858087f,
    -0.00125372503f,
    -0.00417768164f,
    0.246640727f,
    1.50140941f
  };

  private static final float[] ERFINV_ENDS = {
    -0.000200214257f,
    0.000100950558f,
    0.00134934322f,
    -0.00367342844f,
    0.00573950773f,
    -0.0076224613f,
    0.00943887047f,
    1.00167406f,
    2.83297682f
  };

  /**
   * Of the modified Bessel function of order 0, for arguments up to 3.75 and beyond: Abramowitz and
   * Stegun, 9.8.1 and 9.8.2, the highest power first.
   */
  private static final float[] I0_NEAR = {
    0.0045813f, 0.0360768f, 0.2659732f, 1.2067492f, 3.0899424f, 3.5156229f, 1
  };

  private static final float[] I0_FAR = {
    0.00392377f,
    -0.01647633f,
    0.02635537f,
    -0.02057706f,
    0.00916281f,
    -0.00157565f,
    0.00225319f,
    0.01328592f,
    0.39894228f
  };

  private SpecialFunctions() {}

  /** The value whose error function x is; infinite at -1 and 1, NaN beyond. */
  static Node inverseErf(Node x) {
    Node inside = x.abs().less(1);
    Node at = inside.where(x, x.graph().constant(0));
    Node w = at.neg().add(1).mul(at.add(1)).log().neg();
    Node middle = w.less(5);
    Node value =
        middle
            .where(
                series(ERFINV_MIDDLE, w.min(5).sub(2.5f)),
                series(ERFINV_ENDS, w.max(5).sqrt().sub(3)))
            .mul(at);
    // Of the sign, which takes no gradient that could become NaN.
    Node infinite = x.apply(Unary.SIGN).mul(Float.POSITIVE_INFINITY);
    Node outside =
        x.abs()
            .apply(Binary.EQUAL, x.graph().constant(1))
            .where(infinite, x.graph().constant(Float.NaN));
    return inside.where(value, outside);
  }

  /** The modified Bessel function of order 0. */
  static Node besselI0(Node x) {
    Node size = x.abs();
    Node t = x.min(3.75f).max(-3.75f).mul(1 / 3.75f).square();
    Node far = size.max(3.75f);
    Node beyond =
        series(I0_FAR, far.apply(Unary.RECIPROCAL).mul(3.75f)).mul(far.exp()).div(far.sqrt());
    return size.greater(3.75f).where(beyond, series(I0_NEAR, t));
  }

  /** A polynomial, the highest power first. */
  private static Node series(float[] coefficients, Node x) {
    Node sum = x.mul(coefficients[0]).add(coefficients[1]);
    for (int i = 2; i < coefficients.length; i++) {
      sum = sum.mul(x).add(coefficients[i]);
    }
    return sum;
  }
}
