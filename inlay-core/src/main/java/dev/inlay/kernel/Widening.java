package dev.inlay.kernel;

/**
 * Loops over weights that are held as whole numbers of 8 bits, which become floats as they are
 * read: a table in 8 bits takes a quarter of the memory, and of the time to bring it from there.
 */
public interface Widening {
  /** {@code to = from} in a run, as floats. */
  void widen(byte[] from, int fromOff, float[] to, int toOff, int n);

  /**
   * A row times a matrix: {@code c[j] = Σ_p a[p] b[p, j]}, each sum from the first product to the
   * last by one fused multiply-add each, as {@link MatMul} has it.
   *
   * @param n columns
   * @param k the length of each sum
   * @param ldb the distance from one row of B to the next
   * @param scratch memory of the calling thread
   */
  void row(
      int n,
      int k,
      float[] a,
      int aOff,
      byte[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      Scratch scratch);
}
