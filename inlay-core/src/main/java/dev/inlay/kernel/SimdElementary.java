package dev.inlay.kernel;

import static dev.inlay.kernel.Elementary.*;
import static dev.inlay.kernel.SimdLanes.S;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The functions of {@link Elementary}, step by step the same, on vectors. */
final class SimdElementary {
  private static final int SIGN_BIT = 1 << 31;

  /** Added to the bits of a small whole number, makes those of {@code ROUNDER +} the number. */
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  private SimdElementary() {}

  static FloatVector exp(FloatVector x) {
    FloatVector t = x.fma(all(LOG2_E), all(ROUNDER));
    FloatVector y = expRest(x, t).add(1).mul(half(t));
    return y.add(y)
        .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, EXP_MAX))
        .blend(0, x.compare(VectorOperators.LT, EXP_MIN));
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector above = x.max(-20);
    FloatVector t = above.fma(all(LOG2_E), all(ROUNDER));
    FloatVector half = half(t);
    FloatVector y = expRest(above, t).fma(half, half.sub(0.5f));
    return y.add(y).blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, EXP_MAX));
  }

  /** Half the power of two in t. */
  private static FloatVector half(FloatVector t) {
    return t.reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, 23)
        .add(HALF_BITS)
        .reinterpretAsFloats();
  }

  private static FloatVector expRest(FloatVector x, FloatVector t) {
    FloatVector n = t.sub(ROUNDER);
    FloatVector r = n.fma(all(LN2_EXCESS), n.fma(all(-LN2), x));
    FloatVector q = all(E4).fma(r, all(E3));
    q = q.fma(r, all(E2));
    q = q.fma(r, all(E1));
    q = q.fma(r, all(E0));
    return q.fma(r.mul(r), r);
  }

  static FloatVector log(FloatVector x) {
    var tiny = x.compare(VectorOperators.LT, SMALLEST_NORMAL);
    IntVector bits = x.blend(x.mul(0x1p23f), tiny).reinterpretAsInts();
    IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
    FloatVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1);
    FloatVector k = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
    k = k.blend(k.sub(23), tiny);
    FloatVector z = f.mul(f);
    FloatVector q = all(L7).fma(f, all(L6));
    q = q.fma(f, all(L5));
    q = q.fma(f, all(L4));
    q = q.fma(f, all(L3));
    q = q.fma(f, all(L2));
    q = q.fma(f, all(L1));
    q = q.fma(f, all(L0));
    FloatVector y = q.fma(z.mul(f), k.mul(-LN2_EXCESS));
    y = f.add(z.fma(all(-0.5f), y));
    y = k.fma(all(LN2), y);
    return y.blend(x, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY).not())
        .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
        .blend(Float.NaN, x.compare(VectorOperators.LT, 0));
  }

  static FloatVector log1p(FloatVector x) {
    FloatVector u = x.add(1);
    FloatVector lost = x.sub(u.sub(1)).div(u);
    return log(u).add(lost.blend(0, lost.test(VectorOperators.IS_NAN)));
  }

  static FloatVector sigmoid(FloatVector x) {
    return all(1).div(exp(x.neg()).add(1));
  }

  static FloatVector softplus(FloatVector x) {
    return relu(x).add(log1p(exp(x.abs().neg())));
  }

  static FloatVector relu(FloatVector x) {
    return x.blend(0, x.compare(VectorOperators.LT, 0));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = x.mul(x);
    FloatVector q = all(T4).fma(z, all(T3));
    q = q.fma(z, all(T2));
    q = q.fma(z, all(T1));
    q = q.fma(z, all(T0));
    FloatVector small = q.mul(z).fma(x, x);
    FloatVector large = all(1).sub(all(2).div(exp(a.add(a)).add(1)));
    return copySign(large, x).blend(small, a.compare(VectorOperators.LT, TANH_SMALL));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = x.mul(x);
    FloatVector q = all(F6).fma(z, all(F5));
    q = q.fma(z, all(F4));
    q = q.fma(z, all(F3));
    q = q.fma(z, all(F2));
    q = q.fma(z, all(F1));
    q = q.fma(z, all(F0));
    FloatVector small = q.fma(x, x);
    FloatVector b = a.min(ERF_LARGE);
    FloatVector p = all(G7).fma(b, all(G6));
    p = p.fma(b, all(G5));
    p = p.fma(b, all(G4));
    p = p.fma(b, all(G3));
    p = p.fma(b, all(G2));
    p = p.fma(b, all(G1));
    p = p.fma(b, all(G0));
    return copySign(all(1).sub(exp(p)), x).blend(small, a.compare(VectorOperators.LT, ERF_SMALL));
  }

  static FloatVector sign(FloatVector x) {
    return x.blend(1, x.compare(VectorOperators.GT, 0)).blend(-1, x.compare(VectorOperators.LT, 0));
  }

  /** To the nearest whole number, halves to the even one: 2^23 has no bits for fractions. */
  static FloatVector round(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector whole = a.add(0x1p23f).sub(0x1p23f);
    return copySign(a.blend(whole, a.compare(VectorOperators.LT, 0x1p23f)), x);
  }

  static FloatVector floor(FloatVector x) {
    FloatVector r = round(x);
    return r.blend(r.sub(1), r.compare(VectorOperators.GT, x));
  }

  static FloatVector ceil(FloatVector x) {
    FloatVector r = round(x);
    return copySign(r.blend(r.add(1), r.compare(VectorOperators.LT, x)), x);
  }

  private static FloatVector copySign(FloatVector size, FloatVector sign) {
    IntVector bit = sign.reinterpretAsInts().and(SIGN_BIT);
    return size.abs().reinterpretAsInts().or(bit).reinterpretAsFloats();
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(S, value);
  }
}
