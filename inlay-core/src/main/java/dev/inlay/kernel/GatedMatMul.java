package dev.inlay.kernel;

/** {@link MatMul} in plain loops until those in vectors are warm. */
final class GatedMatMul implements MatMul {
  private static final int M = 13;
  private static final int K = 9;

  /** The length of a single row or column that takes each of its loops. */
  private static final int WIDE = 13 * 16 + 5;

  /** Between the rows of a matrix that is too far spread to be read in place. */
  private static final int FAR = 4096;

  /** What a single row or column adds to the number of a gate. */
  private static final int THIN = 4;

  /** Products that plain loops do before they ask again: some milliseconds. */
  private static final long BLOCK = 4_000_000;

  private final MatMul scalar = new ScalarMatMul();
  private final MatMul simd;

  /** By whether A is transposed, whether B is, and whether a matrix is a single row or column. */
  private final Gate[] gates = new Gate[2 * THIN];

  private final float[] left = new float[K * FAR];
  private final float[] right = new float[K * WIDE];
  private final float[] product = new float[M * WIDE];
  private final Right laid = new Right();
  private final Scratch ownScratch = new Scratch();

  GatedMatMul(MatMul simd, Warmup warmup) {
    this.simd = simd;
    for (int kind = 0; kind < gates.length; kind++) {
      boolean transposeA = (kind & 1) != 0;
      boolean transposeB = (kind & 2) != 0;
      boolean thin = kind >= THIN;
      gates[kind] =
          new Gate(
              warmup,
              (_, n) -> {
                if (thin) {
                  rehearse(transposeA, transposeB, 1, n, K, 1);
                  // Dot products, with less than a vector, whole ones and a rest.
                  rehearse(transposeA, transposeB, M, 1, n, M);
                  if (transposeA) {
                    rehearse(true, transposeB, WIDE, 1, K, WIDE);
                  } else if (!transposeB) {
                    rehearse(false, false, 1, WIDE, K, 1);
                  }
                } else {
                  rehearse(transposeA, transposeB, n == 32 ? 16 : M, n, K, 16);
                  rehearse(transposeA, transposeB, 2, n - 3, K, FAR);
                  if (!transposeA && !transposeB) {
                    simd.lay(false, n, K, right, 0, n, laid);
                    simd.multiply(2, left, 0, K, laid, product, 0, n, false, ownScratch);
                  }
                }
              });
    }
  }

  /** Where there is one product, its gradients will follow. */
  private void ask(Gate gate, long floats) {
    gate.isOpen(floats);
    for (int kind = 0; kind < 3; kind++) {
      if (gates[kind] != gate) {
        gates[kind].isOpen(floats);
      }
    }
  }

  /**
   * One product.
   *
   * @param apart the distance between the rows of an A that is transposed
   */
  private void rehearse(boolean transposeA, boolean transposeB, int m, int n, int k, int apart) {
    int lda = transposeA ? apart : k;
    int ldb = transposeB ? k : n;
    boolean add = n % 2 == 0;
    simd.multiply(
        transposeA,
        transposeB,
        m,
        n,
        k,
        left,
        0,
        lda,
        right,
        0,
        ldb,
        product,
        0,
        n,
        add,
        ownScratch);
  }

  @Override
  public void multiply(
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
      Scratch scratch) {
    int kind = (transposeA ? 1 : 0) + (transposeB ? 2 : 0) + (m == 1 || n == 1 ? THIN : 0);
    Gate gate = gates[kind];
    if (!gate.isOpen(0)) {
      ask(gate, (long) m * n * k / Gate.PRODUCTS);
    }
    // A long product need not be slow to its end: rows may be split without changing bits.
    int step = Math.clamp(BLOCK / Math.max(1, (long) n * k), 1, Math.max(1, m));
    int i = 0;
    for (; i < m && !gate.isOpen(0); i += step) {
      int rows = Math.min(step, m - i);
      int aAt = aOff + i * (transposeA ? 1 : lda);
      scalar.multiply(
          transposeA,
          transposeB,
          rows,
          n,
          k,
          a,
          aAt,
          lda,
          b,
          bOff,
          ldb,
          c,
          cOff + i * ldc,
          ldc,
          add,
          scratch);
    }
    if (i < m) {
      int aAt = aOff + i * (transposeA ? 1 : lda);
      simd.multiply(
          transposeA,
          transposeB,
          m - i,
          n,
          k,
          a,
          aAt,
          lda,
          b,
          bOff,
          ldb,
          c,
          cOff + i * ldc,
          ldc,
          add,
          scratch);
    }
  }

  @Override
  public void lay(boolean transposeB, int n, int k, float[] b, int bOff, int ldb, Right to) {
    Gate gate = gates[transposeB ? 2 : 0];
    if (gate.isOpen(0)) {
      simd.lay(transposeB, n, k, b, bOff, ldb, to);
    } else {
      to.set(transposeB, n, k, b, bOff, ldb);
    }
  }

  @Override
  public void multiply(
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
    if (b.inPanels) {
      simd.multiply(m, a, aOff, lda, b, c, cOff, ldc, add, scratch);
    } else {
      MatMul.super.multiply(m, a, aOff, lda, b, c, cOff, ldc, add, scratch);
    }
  }

  @Override
  public long scratchFloats(boolean transposeA, boolean transposeB, int m, int n, int k) {
    return simd.scratchFloats(transposeA, transposeB, m, n, k);
  }
}
