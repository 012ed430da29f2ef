package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdTiles.ROWS;
import static dev.inlay.kernel.SimdTiles.ZEROS;
import static dev.inlay.kernel.SimdTiles.tile;

/**
 * {@link MatMul} in the manner of GotoBLAS (Goto and van de Geijn 2008): B is laid out as panels of
 * a tile's columns; a block of A stays in the second-level cache with one panel of B at a time, and
 * its rows are read where they lie, or packed into panels of a tile's rows if A is transposed.
 * Matrices of up to {@link #SMALL} floats are read in place: packing them would take longer than it
 * saves.
 */
final class SimdMatMul implements MatMul {
  /** How much of k a block of B holds at most. */
  private static final int K_BLOCK = 512;

  /** Columns in a block of B: whole tiles of any vectors, with all of k two MiB. */
  private static final int N_BLOCK = 1056;

  /** Rows of A that are read again for each panel of B: with all of k half a MiB. */
  private static final int M_BLOCK = 32 * ROWS;

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
    if (n == 1 && !transposeA) {
      SimdVectors.column(
          m, k, a, aOff, lda, b, bOff, transposeB ? 1 : ldb, c, cOff, ldc, add, scratch);
    } else if (n == 1 && ldc == 1 && (transposeB || ldb == 1)) {
      SimdVectors.row(m, k, b, bOff, a, aOff, lda, c, cOff, add);
    } else if (m == 1 && !transposeA && !transposeB) {
      SimdVectors.row(n, k, a, aOff, b, bOff, ldb, c, cOff, add);
    } else {
      blocks(
          transposeA, transposeB, m, n, k, a, aOff, lda, b, bOff, ldb, c, cOff, ldc, add, scratch);
    }
  }

  @Override
  public void lay(boolean transposeB, int n, int k, float[] b, int bOff, int ldb, Right to) {
    to.set(transposeB, n, k, b, bOff, ldb);
    if (n == 1 || k == 0) {
      return;
    }
    int step = depth(k);
    int index = 0;
    for (int j = 0; j < n; j += N_BLOCK) {
      int width = Math.min(N_BLOCK, n - j);
      for (int p = 0; p < k; p += step) {
        int depth = Math.min(step, k - p);
        int bAt = bOff + (transposeB ? j * ldb + p : p * ldb + j);
        float[] block = to.block(index++, depth * padded(width));
        SimdPacking.right(transposeB, depth, width, b, bAt, ldb, block);
      }
    }
    to.inPanels = true;
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
    if (!b.inPanels) {
      MatMul.super.multiply(m, a, aOff, lda, b, c, cOff, ldc, add, scratch);
      return;
    }
    int step = depth(b.k);
    int index = 0;
    for (int j = 0; j < b.n; j += N_BLOCK) {
      int width = Math.min(N_BLOCK, b.n - j);
      for (int p = 0; p < b.k; p += step) {
        int depth = Math.min(step, b.k - p);
        float[] block = b.blocks[index++];
        boolean adds = add || p > 0;
        block(
            false, m, width, depth, a, aOff + p, lda, block, 0, 0, c, cOff + j, ldc, adds, scratch);
      }
    }
  }

  @Override
  public long scratchFloats(boolean transposeA, boolean transposeB, int m, int n, int k) {
    long right = transposeB || k * n > SMALL ? (long) depth(k) * padded(Math.min(n, N_BLOCK)) : 0;
    return right
        + (transposeA && depth(k) * m > SMALL
            ? (long) tileRows(m) * SimdPacking.leftPanel(depth(k))
            : 0);
  }

  /** How much of k a block holds, so that all hold about the same. */
  private static int depth(int k) {
    int kBlocks = Math.max(1, (k + K_BLOCK - 1) / K_BLOCK);
    return Math.max(1, (k + kBlocks - 1) / kBlocks);
  }

  private static void blocks(
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
    boolean inPlace = !transposeB && k * ldb <= SMALL;
    int step = depth(k);
    for (int j = 0; j < n; j += N_BLOCK) {
      int width = Math.min(N_BLOCK, n - j);
      for (int p = 0; p < Math.max(1, k); p += step) {
        int depth = Math.min(step, k - p);
        int bAt = bOff + (transposeB ? j * ldb + p : p * ldb + j);
        int aAt = aOff + (transposeA ? p * lda : p);
        int cAt = cOff + j;
        boolean adds = add || p > 0;
        if (inPlace) {
          block(transposeA, m, width, depth, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, adds, scratch);
        } else {
          float[] block = scratch.right(depth * padded(width));
          SimdPacking.right(transposeB, depth, width, b, bAt, ldb, block);
          block(transposeA, m, width, depth, a, aAt, lda, block, 0, 0, c, cAt, ldc, adds, scratch);
        }
      }
    }
  }

  /** How many tiles the rows of a block of A take. */
  private static int tileRows(int m) {
    return Math.ceilDiv(Math.min(m, M_BLOCK), ROWS);
  }

  /** Columns of a block with the last panel filled up to a whole vector. */
  private static int padded(int n) {
    return (n + V - 1) / V * V;
  }

  /**
   * C gains A times one block of B.
   *
   * @param ldb the distance between B's rows; 0 if it is packed
   */
  private static void block(
      boolean transposeA,
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
    if (transposeA && k * lda <= SMALL) {
      tiles(m, n, k, a, aOff, ROWS, 1, lda, b, bOff, ldb, c, cOff, ldc, add, scratch);
      return;
    }
    int panel = SimdPacking.leftPanel(k);
    float[] left = transposeA ? scratch.left(tileRows(m) * panel) : a;
    for (int i = 0; i < m; i += M_BLOCK) {
      int rows = Math.min(M_BLOCK, m - i);
      int cAt = cOff + i * ldc;
      if (transposeA) {
        SimdPacking.left(rows, k, a, aOff + i, lda, left);
        tiles(rows, n, k, left, 0, panel, 1, ROWS, b, bOff, ldb, c, cAt, ldc, add, scratch);
      } else {
        int aAt = aOff + i * lda;
        tiles(rows, n, k, a, aAt, ROWS * lda, lda, 1, b, bOff, ldb, c, cAt, ldc, add, scratch);
      }
    }
  }

  /**
   * All tiles of a block. The last columns that don't fill a tile are done together with some
   * before them. Where C has no room for a whole tile, or some of its columns have gained theirs,
   * it goes by way of the scratch, and so do columns of B and rows of A that don't fill one.
   *
   * @param aTile the distance from one tile's rows of A to the next one's
   */
  private static void tiles(
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int aTile,
      int aRow,
      int aStep,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    boolean inPlace = aTile == ROWS * aRow;
    // Where nothing is added, rows may be done twice: the same bits.
    boolean rowsTwice = inPlace && !add && m >= ROWS;
    int rest = inPlace && !rowsTwice ? m % ROWS : 0;
    float[] last = rest > 0 ? scratch.left(k * ROWS) : a;
    if (rest > 0) {
      SimdPacking.rows(rest, k, a, aOff + (m - rest) * aRow, aRow, aStep, last);
    }
    int width;
    for (int from = 0; from < n; from += width) {
      int vectors = SimdTiles.vectors(n - from);
      width = vectors * V;
      int j = SimdPacking.column(from, width, n);
      int columns = Math.min(width, n - j);
      int done = add ? from - j : 0;
      float[] panel = b;
      int bAt = bOff + (ldb == 0 ? from * k : j);
      int bStep = ldb == 0 ? width : ldb;
      if (columns < width && ldb > 0) {
        panel = scratch.right(k * width);
        SimdPacking.right(false, k, columns, b, bAt, ldb, panel);
        bAt = 0;
        bStep = width;
      }
      for (int next = 0; next < m; next += ROWS) {
        int i = rowsTwice ? Math.min(next, m - ROWS) : next;
        int rows = Math.min(ROWS, m - i);
        int cAt = cOff + i * ldc + j;
        float[] left = a;
        int aAt = aOff + i / ROWS * aTile + i % ROWS * aRow;
        int row = aRow;
        int step = aStep;
        if (rows < ROWS && rest > 0) {
          left = last;
          aAt = 0;
          row = 1;
          step = ROWS;
        }
        if (rows == ROWS && columns == width && done == 0) {
          float[] first = add ? c : ZEROS;
          int at = add ? cAt : 0;
          int down = add ? ldc : 0;
          tile(vectors, left, aAt, row, step, panel, bAt, bStep, k, first, at, down, c, cAt, ldc);
        } else {
          float[] edge = scratch.tile(ROWS * width);
          if (add) {
            copy(rows, columns, c, cAt, ldc, edge, 0, width);
          }
          float[] first = add ? edge : ZEROS;
          int down = add ? width : 0;
          tile(vectors, left, aAt, row, step, panel, bAt, bStep, k, first, 0, down, edge, 0, width);
          copy(rows, columns - done, edge, done, width, c, cAt + done, ldc);
        }
      }
    }
  }

  private static void copy(
      int rows,
      int columns,
      float[] from,
      int fromOff,
      int fromStride,
      float[] to,
      int toOff,
      int toStride) {
    for (int r = 0; r < rows; r++) {
      SimdLanes.copy(from, fromOff + r * fromStride, to, toOff + r * toStride, columns);
    }
  }
}
