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
  /** How much of k a block of B holds. A panel of it and a tile's rows of A are 40 KiB. */
  private static final int K_BLOCK = 256;

  /** Columns in a block of B, which is half a MiB. */
  private static final int N_BLOCK = 512;

  /** Rows of A that are read again for each panel of B: a quarter of a MiB. */
  private static final int M_BLOCK = 40 * ROWS;

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
    if (m == 1 && !transposeA && !transposeB) {
      SimdRow.multiply(n, k, a, aOff, b, bOff, ldb, c, cOff, add);
      return;
    }
    for (int j = 0; j < n; j += N_BLOCK) {
      int width = Math.min(N_BLOCK, n - j);
      for (int p = 0; p < Math.max(1, k); p += K_BLOCK) {
        int depth = Math.min(K_BLOCK, k - p);
        float[] block = scratch.right(depth * padded(width));
        int bAt = bOff + (transposeB ? j * ldb + p : p * ldb + j);
        SimdPacking.right(transposeB, depth, width, b, bAt, ldb, block, 0);
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
            0,
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
      int blockOff,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    for (int i = 0; i < m; i += M_BLOCK) {
      int rows = Math.min(M_BLOCK, m - i);
      int cAt = cOff + i * ldc;
      if (transposeA) {
        float[] left = scratch.left(SimdPacking.leftLength(rows, k));
        SimdPacking.left(rows, k, a, aOff + i, lda, left);
        panels(rows, n, k, left, block, blockOff, c, cAt, ldc, add, scratch);
      } else {
        rows(rows, n, k, a, aOff + i * lda, lda, block, blockOff, c, cAt, ldc, add, scratch);
      }
    }
  }

  private static void rows(
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] block,
      int blockOff,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    for (int j = 0; j < n; j += COLUMNS) {
      int bAt = blockOff + j * k;
      if (n - j >= COLUMNS) {
        for (int i = 0; i < m; i += ROWS) {
          int rows = Math.min(ROWS, m - i);
          int aAt = aOff + i * lda;
          SimdTiles.rowsWide(a, aAt, lda, block, bAt, k, c, cOff + i * ldc + j, ldc, rows, add);
        }
      } else {
        edge(m, n - j, k, false, a, aOff, lda, block, bAt, c, cOff + j, ldc, add, scratch);
      }
    }
  }

  private static void panels(
      int m,
      int n,
      int k,
      float[] left,
      float[] block,
      int blockOff,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    for (int j = 0; j < n; j += COLUMNS) {
      int bAt = blockOff + j * k;
      if (n - j >= COLUMNS) {
        for (int i = 0; i < m; i += ROWS) {
          int rows = Math.min(ROWS, m - i);
          SimdTiles.panelWide(left, i * k, block, bAt, k, c, cOff + i * ldc + j, ldc, rows, add);
        }
      } else {
        edge(m, n - j, k, true, left, 0, k, block, bAt, c, cOff + j, ldc, add, scratch);
      }
    }
  }

  /** The last columns, where C has no room for a whole tile. */
  private static void edge(
      int m,
      int columns,
      int k,
      boolean panel,
      float[] a,
      int aOff,
      int lda,
      float[] block,
      int bAt,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    int width = columns > V ? COLUMNS : V;
    float[] tile = scratch.tile(ROWS * COLUMNS);
    for (int i = 0; i < m; i += ROWS) {
      int rows = Math.min(ROWS, m - i);
      int aAt = aOff + i * lda;
      if (add) {
        copy(rows, columns, c, cOff + i * ldc, ldc, tile, 0, width);
      }
      if (panel) {
        if (columns > V) {
          SimdTiles.panelWide(a, aAt, block, bAt, k, tile, 0, width, rows, add);
        } else {
          SimdTiles.panelNarrow(a, aAt, block, bAt, k, tile, 0, width, rows, add);
        }
      } else {
        if (columns > V) {
          SimdTiles.rowsWide(a, aAt, lda, block, bAt, k, tile, 0, width, rows, add);
        } else {
          SimdTiles.rowsNarrow(a, aAt, lda, block, bAt, k, tile, 0, width, rows, add);
        }
      }
      copy(rows, columns, tile, 0, width, c, cOff + i * ldc, ldc);
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
