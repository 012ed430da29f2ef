package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link Elementary}, step by step the same, on vectors. */
final class SimdElementary {
  private static final VectorSpecies<Integer> INTS = S.withLanes(int.class);

  // Ready vectors: the JIT loads them, and has less to work out than for as many broadcasts.
  private static final FloatVector V_0 = all(0f);
  private static final FloatVector V_1 = all(1f);
  private static final FloatVector V_2 = all(2f);
  private static final FloatVector V_23 = all(23f);
  private static final FloatVector V_2_POWER_23 = all(0x1p23f);
  private static final FloatVector V_E0 = all(Elementary.E0);
  private static final FloatVector V_E1 = all(Elementary.E1);
  private static final FloatVector V_E2 = all(Elementary.E2);
  private static final FloatVector V_E3 = all(Elementary.E3);
  private static final FloatVector V_E4 = all(Elementary.E4);
  private static final FloatVector V_ERF_LARGE = all(Elementary.ERF_LARGE);
  private static final FloatVector V_EXP_MAX = all(Elementary.EXP_MAX);
  private static final FloatVector V_EXP_MIN = all(Elementary.EXP_MIN);
  private static final FloatVector V_F0 = all(Elementary.F0);
  private static final FloatVector V_F1 = all(Elementary.F1);
  private static final FloatVector V_F2 = all(Elementary.F2);
  private static final FloatVector V_F3 = all(Elementary.F3);
  private static final FloatVector V_F4 = all(Elementary.F4);
  private static final FloatVector V_F5 = all(Elementary.F5);
  private static final FloatVector V_F6 = all(Elementary.F6);
  private static final FloatVector V_G0 = all(Elementary.G0);
  private static final FloatVector V_G1 = all(Elementary.G1);
  private static final FloatVector V_G2 = all(Elementary.G2);
  private static final FloatVector V_G3 = all(Elementary.G3);
  private static final FloatVector V_G4 = all(Elementary.G4);
  private static final FloatVector V_G5 = all(Elementary.G5);
  private static final FloatVector V_G6 = all(Elementary.G6);
  private static final FloatVector V_G7 = all(Elementary.G7);
  private static final FloatVector V_HALF = all(0.5f);
  private static final FloatVector V_INFINITY = all(Float.POSITIVE_INFINITY);
  private static final FloatVector V_L0 = all(Elementary.L0);
  private static final FloatVector V_L1 = all(Elementary.L1);
  private static final FloatVector V_L2 = all(Elementary.L2);
  private static final FloatVector V_L3 = all(Elementary.L3);
  private static final FloatVector V_L4 = all(Elementary.L4);
  private static final FloatVector V_L5 = all(Elementary.L5);
  private static final FloatVector V_L6 = all(Elementary.L6);
  private static final FloatVector V_L7 = all(Elementary.L7);
  private static final FloatVector V_LN2 = all(Elementary.LN2);
  private static final FloatVector V_LN2_EXCESS = all(Elementary.LN2_EXCESS);
  private static final FloatVector V_LOG2_E = all(Elementary.LOG2_E);
  private static final FloatVector V_NAN = all(Float.NaN);
  private static final FloatVector V_NEGATIVE_1 = all(-1f);
  private static final FloatVector V_NEGATIVE_20 = all(-20f);
  private static final FloatVector V_NEGATIVE_HALF = all(-0.5f);
  private static final FloatVector V_NEGATIVE_INFINITY = all(Float.NEGATIVE_INFINITY);
  private static final FloatVector V_NEGATIVE_LN2 = all(-Elementary.LN2);
  private static final FloatVector V_NEGATIVE_LN2_EXCESS = all(-Elementary.LN2_EXCESS);
  private static final FloatVector V_ROUNDER = all(Elementary.ROUNDER);
  private static final FloatVector V_SMALLEST_NORMAL = all(Elementary.SMALLEST_NORMAL);
  private static final FloatVector V_T0 = all(Elementary.T0);
  private static final FloatVector V_T1 = all(Elementary.T1);
  private static final FloatVector V_T2 = all(Elementary.T2);
  private static final FloatVector V_T3 = all(Elementary.T3);
  private static final FloatVector V_T4 = all(Elementary.T4);
  private static final FloatVector V_TANH_SMALL = all(Elementary.TANH_SMALL);
  private static final IntVector I_HALF_BITS = all(Elementary.HALF_BITS);
  private static final IntVector I_SQRT_HALF_BITS = all(Elementary.SQRT_HALF_BITS);
  private static final IntVector I_ROUNDER = all(Float.floatToRawIntBits(Elementary.ROUNDER));
  private static final IntVector I_SIGN = all(1 << 31);

  private SimdElementary() {}

  static FloatVector exp(FloatVector x) {
    FloatVector t = x.fma(V_LOG2_E, V_ROUNDER);
    FloatVector y = expRest(x, t).add(V_1).mul(half(t));
    return y.add(y)
        .blend(V_INFINITY, x.compare(VectorOperators.GT, V_EXP_MAX))
        .blend(V_0, x.compare(VectorOperators.LT, V_EXP_MIN));
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector above = x.max(V_NEGATIVE_20);
    FloatVector t = above.fma(V_LOG2_E, V_ROUNDER);
    FloatVector half = half(t);
    FloatVector y = expRest(above, t).fma(half, half.sub(V_HALF));
    return y.add(y).blend(V_INFINITY, x.compare(VectorOperators.GT, V_EXP_MAX));
  }

  /** Half the power of two in t. */
  private static FloatVector half(FloatVector t) {
    return t.reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, 23)
        .add(I_HALF_BITS)
        .reinterpretAsFloats();
  }

  private static FloatVector expRest(FloatVector x, FloatVector t) {
    FloatVector n = t.sub(V_ROUNDER);
    FloatVector r = n.fma(V_LN2_EXCESS, n.fma(V_NEGATIVE_LN2, x));
    FloatVector q = V_E4.fma(r, V_E3);
    q = q.fma(r, V_E2);
    q = q.fma(r, V_E1);
    q = q.fma(r, V_E0);
    return q.fma(r.mul(r), r);
  }

  static FloatVector log(FloatVector x) {
    var tiny = x.compare(VectorOperators.LT, V_SMALLEST_NORMAL);
    IntVector bits = x.blend(x.mul(V_2_POWER_23), tiny).reinterpretAsInts();
    IntVector exponent = bits.sub(I_SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
    FloatVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(V_1);
    FloatVector k = exponent.add(I_ROUNDER).reinterpretAsFloats().sub(V_ROUNDER);
    k = k.blend(k.sub(V_23), tiny);
    FloatVector z = f.mul(f);
    FloatVector q = V_L7.fma(f, V_L6);
    q = q.fma(f, V_L5);
    q = q.fma(f, V_L4);
    q = q.fma(f, V_L3);
    q = q.fma(f, V_L2);
    q = q.fma(f, V_L1);
    q = q.fma(f, V_L0);
    FloatVector y = q.fma(z.mul(f), k.mul(V_NEGATIVE_LN2_EXCESS));
    y = f.add(z.fma(V_NEGATIVE_HALF, y));
    y = k.fma(V_LN2, y);
    return y.blend(x, x.compare(VectorOperators.LT, V_INFINITY).not())
        .blend(V_NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, V_0))
        .blend(V_NAN, x.compare(VectorOperators.LT, V_0));
  }

  static FloatVector log1p(FloatVector x) {
    FloatVector u = x.add(V_1);
    FloatVector lost = x.sub(u.sub(V_1)).div(u);
    return log(u).add(lost.blend(V_0, lost.compare(VectorOperators.NE, lost)));
  }

  static FloatVector sigmoid(FloatVector x) {
    return V_1.div(exp(x.neg()).add(V_1));
  }

  static FloatVector softplus(FloatVector x) {
    return relu(x).add(log1p(exp(x.abs().neg())));
  }

  static FloatVector relu(FloatVector x) {
    return x.blend(V_0, x.compare(VectorOperators.LT, V_0));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = x.mul(x);
    FloatVector q = V_T4.fma(z, V_T3);
    q = q.fma(z, V_T2);
    q = q.fma(z, V_T1);
    q = q.fma(z, V_T0);
    FloatVector small = q.mul(z).fma(x, x);
    FloatVector large = V_1.sub(V_2.div(exp(a.add(a)).add(V_1)));
    // As copySign has it: the JIT would call it, as it stops putting methods into one so large.
    IntVector sign = x.reinterpretAsInts().and(I_SIGN);
    FloatVector signed = large.abs().reinterpretAsInts().or(sign).reinterpretAsFloats();
    return signed.blend(small, a.compare(VectorOperators.LT, V_TANH_SMALL));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = x.mul(x);
    FloatVector q = V_F6.fma(z, V_F5);
    q = q.fma(z, V_F4);
    q = q.fma(z, V_F3);
    q = q.fma(z, V_F2);
    q = q.fma(z, V_F1);
    q = q.fma(z, V_F0);
    FloatVector small = q.fma(x, x);
    FloatVector b = a.min(V_ERF_LARGE);
    FloatVector p = V_G7.fma(b, V_G6);
    p = p.fma(b, V_G5);
    p = p.fma(b, V_G4);
    p = p.fma(b, V_G3);
    p = p.fma(b, V_G2);
    p = p.fma(b, V_G1);
    p = p.fma(b, V_G0);
    FloatVector large = V_1.sub(exp(p));
    // As in tanh.
    IntVector sign = x.reinterpretAsInts().and(I_SIGN);
    FloatVector signed = large.abs().reinterpretAsInts().or(sign).reinterpretAsFloats();
    return signed.blend(small, a.compare(VectorOperators.LT, V_1));
  }

  static FloatVector sign(FloatVector x) {
    return x.blend(V_1, x.compare(VectorOperators.GT, V_0))
        .blend(V_NEGATIVE_1, x.compare(VectorOperators.LT, V_0));
  }

  /** To the nearest whole number, halves to the even one: 2^23 has no bits for fractions. */
  static FloatVector round(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector whole = a.add(V_2_POWER_23).sub(V_2_POWER_23);
    return copySign(a.blend(whole, a.compare(VectorOperators.LT, V_2_POWER_23)), x);
  }

  static FloatVector floor(FloatVector x) {
    FloatVector r = round(x);
    return r.blend(r.sub(V_1), r.compare(VectorOperators.GT, x));
  }

  static FloatVector ceil(FloatVector x) {
    FloatVector r = round(x);
    return copySign(r.blend(r.add(V_1), r.compare(VectorOperators.LT, x)), x);
  }

  private static FloatVector copySign(FloatVector size, FloatVector sign) {
    IntVector bit = sign.reinterpretAsInts().and(I_SIGN);
    return size.abs().reinterpretAsInts().or(bit).reinterpretAsFloats();
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(S, value);
  }

  private static IntVector all(int bits) {
    return IntVector.broadcast(INTS, bits);
  }
}
