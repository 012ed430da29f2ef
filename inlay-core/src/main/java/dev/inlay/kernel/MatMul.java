package dev.inlay.kernel;

/**
 * Matrix products {@code C = op(A) op(B)} or {@code C += op(A) op(B)} over row-major matrices that
 * may be parts of wider ones.
 *
 * <p>Each element of C begins as zero, or as C's own value, and gains its k products from the first
 * to the last by one fused multiply-add each. Only a C of one column with an A that is not
 * transposed is summed otherwise: in sixteen lanes as {@link Folds} says, by fused multiply-adds,
 * and C's own value is added at the end. So computing some rows of C now and others later or
 * elsewhere gives the same bits.
 */
public interface MatMul {
  /** Floats of a matrix that products may read in place though its rows lie far from each other. */
  int SMALL = 1 << 15;

  /**
   * Writes the product to C, or adds it.
   *
   * @param transposeA whether A lies as {@code [k, m]}, not {@code [m, k]}
   * @param transposeB whether B lies as {@code [n, k]}, not {@code [k, n]}
   * @param m rows of C
   * @param n columns of C
   * @param k the length of each sum; 0 gives zeros
   * @param lda the distance from one row of A, as it lies, to the next; likewise ldb and ldc
   * @param add whether the product is added to C
   * @param scratch memory of the calling thread
   */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch);

  /**
   * Prepares a right matrix for several products: {@code op(B)} of {@link #multiply(int, float[],
   * int, int, Right, float[], int, int, boolean, Scratch)}.
   *
   * @param to takes it
   */
  default void lay(boolean transposeB, int n, int k, float[] b, int bOff, int ldb, Right to) {
    to.set(transposeB, n, k, b, bOff, ldb);
  }

  /** Writes {@code A op(B)} to C, or adds it, with the same bits as the other way. */
  default void multiply(
      int m,
      float[] a,
      int aOff,
      int lda,
      Right b,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    multiply(
        false,
        b.transposed,
        m,
        b.n,
        b.k,
        a,
        aOff,
        lda,
        b.b,
        b.offset,
        b.ldb,
        c,
        cOff,
        ldc,
        add,
        scratch);
  }

  /** About how many floats a product of {@link #multiply} keeps in its scratch at most. */
  default long scratchFloats(boolean transposeA, boolean transposeB, int m, int n, int k) {
    return 0;
  }
}
