package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link Widening} in vectors. */
final class SimdWidening implements Widening {
  /** As many bytes as a vector has floats, but no fewer than the Vector API knows. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * V)));

  private static FloatVector floats(byte[] from, int at) {
    return (FloatVector)
        ByteVector.fromArray(BYTES, from, at).convertShape(VectorOperators.B2F, S, 0);
  }

  /** How many numbers from here on may be read as vectors: one reads no less than eight bytes. */
  private static int inVectors(int n) {
    return n - Math.max(V, BYTES.length());
  }

  @Override
  public void widen(byte[] from, int fromOff, float[] to, int toOff, int n) {
    int last = inVectors(n);
    int i = 0;
    for (; i <= last; i += V) {
      floats(from, fromOff + i).intoArray(to, toOff + i);
    }
    for (; i < n; i++) {
      to[toOff + i] = from[fromOff + i];
    }
  }

  @Override
  public void row(
      int n, int k, float[] a, int aOff, byte[] b, int bOff, int ldb, float[] c, int cOff) {
    int last = inVectors(n);
    int j = 0;
    for (; j <= last - 7 * V; j += 8 * V) {
      eightVectors(k, a, aOff, b, bOff + j, ldb, c, cOff + j);
    }
    for (; j <= last - V; j += 2 * V) {
      twoVectors(k, a, aOff, b, bOff + j, ldb, c, cOff + j);
    }
    for (; j <= last; j += V) {
      FloatVector sum = FloatVector.zero(S);
      for (int p = 0; p < k; p++) {
        sum = floats(b, bOff + p * ldb + j).fma(FloatVector.broadcast(S, a[aOff + p]), sum);
      }
      sum.intoArray(c, cOff + j);
    }
    for (; j < n; j++) {
      float sum = 0;
      for (int p = 0; p < k; p++) {
        sum = Math.fma(a[aOff + p], b[bOff + p * ldb + j], sum);
      }
      c[cOff + j] = sum;
    }
  }

  /** Sums of eight vectors of columns, which stay in registers. */
  private static void eightVectors(
      int k, float[] a, int aOff, byte[] b, int bOff, int ldb, float[] c, int cOff) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector s4 = FloatVector.zero(S);
    FloatVector s5 = FloatVector.zero(S);
    FloatVector s6 = FloatVector.zero(S);
    FloatVector s7 = FloatVector.zero(S);
    int y = bOff;
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(S, a[aOff + p]);
      s0 = x.fma(floats(b, y), s0);
      s1 = x.fma(floats(b, y + V), s1);
      s2 = x.fma(floats(b, y + 2 * V), s2);
      s3 = x.fma(floats(b, y + 3 * V), s3);
      s4 = x.fma(floats(b, y + 4 * V), s4);
      s5 = x.fma(floats(b, y + 5 * V), s5);
      s6 = x.fma(floats(b, y + 6 * V), s6);
      s7 = x.fma(floats(b, y + 7 * V), s7);
      y += ldb;
    }
    s0.intoArray(c, cOff);
    s1.intoArray(c, cOff + V);
    s2.intoArray(c, cOff + 2 * V);
    s3.intoArray(c, cOff + 3 * V);
    s4.intoArray(c, cOff + 4 * V);
    s5.intoArray(c, cOff + 5 * V);
    s6.intoArray(c, cOff + 6 * V);
    s7.intoArray(c, cOff + 7 * V);
  }

  private static void twoVectors(
      int k, float[] a, int aOff, byte[] b, int bOff, int ldb, float[] c, int cOff) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    int y = bOff;
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(S, a[aOff + p]);
      s0 = x.fma(floats(b, y), s0);
      s1 = x.fma(floats(b, y + V), s1);
      y += ldb;
    }
    s0.intoArray(c, cOff);
    s1.intoArray(c, cOff + V);
  }
}
