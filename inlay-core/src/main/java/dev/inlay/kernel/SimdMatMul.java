package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdTiles.COLUMNS;
import static dev.inlay.kernel.SimdTiles.ROWS;

/**
 * {@link MatMul} in the manner of GotoBLAS (Goto and van de Geijn 2008): B is cut into blocks that
 * stay in the second-level cache and laid out as panels of a tile's columns; the rows of A are read
 * where they lie, or packed into panels of a tile's rows if A is transposed.
 */
final class SimdMatMul implements MatMul {
  /** How much of k a block of B holds at most. */
  private static final int K_BLOCK = 384;

  /** Columns in a block of B, which so is three quarters of a MiB at most. */
  private static final int N_BLOCK = 512;

  /** Rows of A that are read again for each panel of B. */
  private static final int M_BLOCK = 16 * ROWS;

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
        block(false, m, width, depth, a, aOff + p, lda, block, c, cOff + j, ldc, adds, scratch);
      }
    }
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
    int step = depth(k);
    for (int j = 0; j < n; j += N_BLOCK) {
      int width = Math.min(N_BLOCK, n - j);
      for (int p = 0; p < Math.max(1, k); p += step) {
        int depth = Math.min(step, k - p);
        float[] block = scratch.right(depth * padded(width));
        int bAt = bOff + (transposeB ? j * ldb + p : p * ldb + j);
        SimdPacking.right(transposeB, depth, width, b, bAt, ldb, block);
        int aAt = aOff + (transposeA ? p * lda : p);
        block(
            transposeA,
            m,
            width,
            depth,
            a,
            aAt,
            lda,
            block,
            c,
            cOff + j,
            ldc,
            add || p > 0,
            scratch);
      }
    }
  }

  /** Columns of a block with the last panel filled up to a whole vector. */
  private static int padded(int n) {
    return (n + V - 1) / V * V;
  }

  /** C gains A times one packed block of B. */
  private static void block(
      boolean transposeA,
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] block,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    for (int i = 0; i < m; i += M_BLOCK) {
      int rows = Math.min(M_BLOCK, m - i);
      int cAt = cOff + i * ldc;
      if (transposeA) {
        int panel = SimdPacking.leftPanel(k);
        float[] left = scratch.left((rows + ROWS - 1) / ROWS * panel);
        SimdPacking.left(rows, k, a, aOff + i, lda, left);
        tiles(true, rows, n, k, left, 0, panel, lda, block, c, cAt, ldc, add, scratch);
      } else {
        int aAt = aOff + i * lda;
        tiles(false, rows, n, k, a, aAt, ROWS * lda, lda, block, c, cAt, ldc, add, scratch);
      }
    }
  }

  /**
   * All tiles of a block. The last columns, where C has no room for a whole tile, go by way of the
   * scratch.
   *
   * @param panels whether A is packed
   * @param aTile the distance from one tile's rows of A to the next one's
   */
  private static void tiles(
      boolean panels,
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int aTile,
      int lda,
      float[] block,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    float[] edge = scratch.tile(ROWS * COLUMNS);
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      int width = columns > V ? COLUMNS : V;
      int aAt = aOff;
      for (int i = 0; i < m; i += ROWS) {
        int rows = Math.min(ROWS, m - i);
        int cAt = cOff + i * ldc + j;
        if (columns == width) {
          tile(panels, width, k, a, aAt, lda, block, j * k, c, cAt, ldc, rows, add);
        } else {
          if (add) {
            copy(rows, columns, c, cAt, ldc, edge, 0, width);
          }
          tile(panels, width, k, a, aAt, lda, block, j * k, edge, 0, width, rows, add);
          copy(rows, columns, edge, 0, width, c, cAt, ldc);
        }
        aAt += aTile;
      }
    }
  }

  private static void tile(
      boolean panels,
      int width,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] block,
      int bAt,
      float[] c,
      int cAt,
      int ldc,
      int rows,
      boolean add) {
    if (panels) {
      if (width == COLUMNS) {
        SimdTiles.panelWide(a, aAt, block, bAt, k, c, cAt, ldc, rows, add);
      } else {
        SimdTiles.panelNarrow(a, aAt, block, bAt, k, c, cAt, ldc, rows, add);
      }
    } else {
      if (width == COLUMNS) {
        SimdTiles.rowsWide(a, aAt, lda, block, bAt, k, c, cAt, ldc, rows, add);
      } else {
        SimdTiles.rowsNarrow(a, aAt, lda, block, bAt, k, c, cAt, ldc, rows, add);
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
      System.arraycopy(from, fromOff + r * fromStride, to, toOff + r * toStride, columns);
    }
  }
}
