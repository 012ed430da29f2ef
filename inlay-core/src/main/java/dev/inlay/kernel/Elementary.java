package dev.inlay.kernel;

/**
 * Elementary functions of one float, within about two units in the last place, in a fixed sequence
 * of additions, multiplications and fused multiply-adds. {@link SimdElementary} runs the same
 * sequence on vectors, so that all forms give the same bits on every machine, interpreted or
 * compiled. (The JVM's own vector functions come from a library here and from {@code Math} there.)
 *
 * <p>Arguments are reduced as Cody and Waite (1980) do; the polynomials were fitted to the reduced
 * ranges for the smallest largest error (Lawson's weighted least squares). Results nearer to zero
 * than the smallest normal number may be zero.
 */
final class Elementary {
  static final float LOG2_E = 1.442695041f;
  static final float LN2 = 0.6931471824645996f;

  /** What {@link #LN2} is too large by. */
  static final float LN2_EXCESS = 1.9046543e-9f;

  /** Added to a small number, leaves its nearest whole number in the lowest bits. */
  static final float ROUNDER = 0x1.8p23f;

  /** The bits of the exponent -1. */
  static final int HALF_BITS = 126 << 23;

  static final float EXP_MIN = -87.5f;
  static final float EXP_MAX = 88.75f;

  /** (exp(r) - 1 - r) / r² for |r| up to ln 2 / 2, within 3e-9. */
  static final float E0 = 0.5f;

  static final float E1 = 0.166665182f;
  static final float E2 = 0.041666206f;
  static final float E3 = 0.00836895313f;
  static final float E4 = 0.00139506022f;

  static final int SQRT_HALF_BITS = 0x3F3504F3;
  static final float SMALLEST_NORMAL = 0x1p-126f;

  /** (log(1 + f) - f + f² / 2) / f³ for 1 + f from √½ to √2, within 6e-9. */
  static final float L0 = 0.333333164f;

  static final float L1 = -0.250008106f;
  static final float L2 = 0.200022861f;
  static final float L3 = -0.166245535f;
  static final float L4 = 0.141811922f;
  static final float L5 = -0.131287545f;
  static final float L6 = 0.128816471f;
  static final float L7 = -0.0785961151f;

  static final float TANH_SMALL = 0.625f;

  /** (tanh(x) - x) / x³ by x² for |x| up to 0.625, within 4e-9. */
  static final float T0 = -0.333332837f;

  static final float T1 = 0.133314908f;
  static final float T2 = -0.0537434965f;
  static final float T3 = 0.0206505861f;
  static final float T4 = -0.0057170447f;

  static final float ERF_SMALL = 1;

  /** From here on, the error function is 1 to all digits. */
  static final float ERF_LARGE = 4;

  /** (erf(x) - x) / x by x² for |x| up to 1, within 1.2e-9. */
  static final float F0 = 0.128379166f;

  static final float F1 = -0.37612626f;
  static final float F2 = 0.112836003f;
  static final float F3 = -0.0268544443f;
  static final float F4 = 0.00518953567f;
  static final float F5 = -0.000802084222f;
  static final float F6 = 7.88912294e-05f;

  /** log(1 - erf(x)) for x from 0.95 to 4, so that erf is within 3e-11. */
  static final float G0 = 0.000183443088f;

  static final float G1 = -1.12955678f;
  static final float G2 = -0.633262634f;
  static final float G3 = -0.108372465f;
  static final float G4 = 0.0251789596f;
  static final float G5 = -0.00419360772f;
  static final float G6 = 0.000439105643f;
  static final float G7 = -2.14960492e-05f;

  private Elementary() {}

  static float exp(float x) {
    float t = Math.fma(x, LOG2_E, ROUNDER);
    float half = Float.intBitsToFloat((Float.floatToRawIntBits(t) << 23) + HALF_BITS);
    float y = (expRest(x, t) + 1) * half;
    return x < EXP_MIN ? 0 : x > EXP_MAX ? Float.POSITIVE_INFINITY : y + y;
  }

  static float expm1(float x) {
    float above = Math.max(x, -20);
    float t = Math.fma(above, LOG2_E, ROUNDER);
    float half = Float.intBitsToFloat((Float.floatToRawIntBits(t) << 23) + HALF_BITS);
    float y = Math.fma(expRest(above, t), half, half - 0.5f);
    return x > EXP_MAX ? Float.POSITIVE_INFINITY : y + y;
  }

  /** exp(r) - 1 for what is left of x after the powers of two that t has rounded it to. */
  private static float expRest(float x, float t) {
    float n = t - ROUNDER;
    float r = Math.fma(n, LN2_EXCESS, Math.fma(n, -LN2, x));
    float q = Math.fma(E4, r, E3);
    q = Math.fma(q, r, E2);
    q = Math.fma(q, r, E1);
    q = Math.fma(q, r, E0);
    return Math.fma(q, r * r, r);
  }

  static float log(float x) {
    boolean tiny = x < SMALLEST_NORMAL;
    int bits = Float.floatToRawIntBits(tiny ? x * 0x1p23f : x);
    int exponent = (bits - SQRT_HALF_BITS) >> 23;
    float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1;
    float k = tiny ? exponent - 23 : exponent;
    float z = f * f;
    float q = Math.fma(L7, f, L6);
    q = Math.fma(q, f, L5);
    q = Math.fma(q, f, L4);
    q = Math.fma(q, f, L3);
    q = Math.fma(q, f, L2);
    q = Math.fma(q, f, L1);
    q = Math.fma(q, f, L0);
    float y = Math.fma(q, z * f, k * -LN2_EXCESS);
    y = f + Math.fma(z, -0.5f, y);
    y = Math.fma(k, LN2, y);
    y = x < Float.POSITIVE_INFINITY ? y : x;
    return x > 0 ? y : x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  static float log1p(float x) {
    float u = 1 + x;
    // What was lost by rounding the sum; no number where u is 0 or infinite.
    float lost = (x - (u - 1)) / u;
    return log(u) + (Float.isNaN(lost) ? 0 : lost);
  }

  static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }

  static float softplus(float x) {
    return (x < 0 ? 0 : x) + log1p(exp(-Math.abs(x)));
  }

  static float tanh(float x) {
    float a = Math.abs(x);
    float z = x * x;
    float q = Math.fma(T4, z, T3);
    q = Math.fma(q, z, T2);
    q = Math.fma(q, z, T1);
    q = Math.fma(q, z, T0);
    float small = Math.fma(q * z, x, x);
    float large = 1 - 2 / (exp(a + a) + 1);
    return a < TANH_SMALL ? small : Math.copySign(large, x);
  }

  static float erf(float x) {
    float a = Math.abs(x);
    float z = x * x;
    float q = Math.fma(F6, z, F5);
    q = Math.fma(q, z, F4);
    q = Math.fma(q, z, F3);
    q = Math.fma(q, z, F2);
    q = Math.fma(q, z, F1);
    q = Math.fma(q, z, F0);
    float small = Math.fma(q, x, x);
    float b = Math.min(a, ERF_LARGE);
    float p = Math.fma(G7, b, G6);
    p = Math.fma(p, b, G5);
    p = Math.fma(p, b, G4);
    p = Math.fma(p, b, G3);
    p = Math.fma(p, b, G2);
    p = Math.fma(p, b, G1);
    p = Math.fma(p, b, G0);
    return a < ERF_SMALL ? small : Math.copySign(1 - exp(p), x);
  }
}
