package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link Widening} in vectors. */
final class SimdWidening implements Widening {
  /** As many bytes as a vector has floats, but no fewer than the Vector API knows. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * V)));

  private static final VectorSpecies<Integer> INTS = S.withLanes(int.class);
  private static final IntVector STEPS = IntVector.zero(INTS).addIndex(1);

  /** Short vectors are those of processors that can't move some lanes together. */
  private static final boolean COMPRESSES = V >= 8;

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

  /**
   * Rows of B whose factor is a zero, as ReLU leaves many, are not read: whole numbers are finite,
   * so that their products would be zeros and sums stay as they are, to the bit.
   */
  @Override
  public void row(
      int n,
      int k,
      float[] a,
      int aOff,
      byte[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      Scratch scratch) {
    float[] factors = scratch.left(k + V);
    int[] rows = scratch.places(k + V);
    int count = nonzero(k, a, aOff, bOff, ldb, factors, rows);
    int last = inVectors(n);
    int j = 0;
    for (; j <= last - 7 * V; j += 8 * V) {
      eightVectors(count, factors, b, rows, j, c, cOff + j);
    }
    for (; j <= last - V; j += 2 * V) {
      twoVectors(count, factors, b, rows, j, c, cOff + j);
    }
    for (; j <= last; j += V) {
      FloatVector sum = FloatVector.zero(S);
      for (int p = 0; p < count; p++) {
        sum = floats(b, rows[p] + j).fma(FloatVector.broadcast(S, factors[p]), sum);
      }
      sum.intoArray(c, cOff + j);
    }
    for (; j < n; j++) {
      float sum = 0;
      for (int p = 0; p < count; p++) {
        sum = Math.fma(factors[p], b[rows[p] + j], sum);
      }
      c[cOff + j] = sum;
    }
  }

  /**
   * Finds the factors that aren't zeros, and where their rows of B begin.
   *
   * @return how many there are
   */
  private static int nonzero(
      int k, float[] a, int aOff, int bOff, int ldb, float[] factors, int[] rows) {
    int count = 0;
    int p = 0;
    if (COMPRESSES) {
      IntVector places = STEPS.mul(ldb).add(bOff);
      for (; p <= k - V; p += V) {
        FloatVector x = FloatVector.fromArray(S, a, aOff + p);
        VectorMask<Float> mask = x.compare(VectorOperators.NE, 0);
        x.compress(mask).intoArray(factors, count);
        places.compress(mask.cast(INTS)).intoArray(rows, count);
        places = places.add(V * ldb);
        count += mask.trueCount();
      }
    }
    for (; p < k; p++) {
      factors[count] = a[aOff + p];
      rows[count] = bOff + p * ldb;
      count += a[aOff + p] == 0 ? 0 : 1;
    }
    return count;
  }

  /** Sums of eight vectors of columns, which stay in registers. */
  private static void eightVectors(
      int count, float[] factors, byte[] b, int[] rows, int column, float[] c, int cOff) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector s4 = FloatVector.zero(S);
    FloatVector s5 = FloatVector.zero(S);
    FloatVector s6 = FloatVector.zero(S);
    FloatVector s7 = FloatVector.zero(S);
    for (int p = 0; p < count; p++) {
      FloatVector x = FloatVector.broadcast(S, factors[p]);
      int y = rows[p] + column;
      s0 = x.fma(floats(b, y), s0);
      s1 = x.fma(floats(b, y + V), s1);
      s2 = x.fma(floats(b, y + 2 * V), s2);
      s3 = x.fma(floats(b, y + 3 * V), s3);
      s4 = x.fma(floats(b, y + 4 * V), s4);
      s5 = x.fma(floats(b, y + 5 * V), s5);
      s6 = x.fma(floats(b, y + 6 * V), s6);
      s7 = x.fma(floats(b, y + 7 * V), s7);
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
      int count, float[] factors, byte[] b, int[] rows, int column, float[] c, int cOff) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    for (int p = 0; p < count; p++) {
      FloatVector x = FloatVector.broadcast(S, factors[p]);
      int y = rows[p] + column;
      s0 = x.fma(floats(b, y), s0);
      s1 = x.fma(floats(b, y + V), s1);
    }
    s0.intoArray(c, cOff);
    s1.intoArray(c, cOff + V);
  }
}
