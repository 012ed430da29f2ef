package dev.inlay.engine;

import dev.inlay.kernel.MatMul;
import java.util.Arrays;

/** Steps that read weights which are held in 8 bits. */
final class Widenings {
  /** Up to so many rows are multiplied by numbers that are widened on the way, once for each. */
  private static final int FEW_ROWS = 3;

  /** Floats of a matrix that is widened part by part: they stay in the cache between two uses. */
  private static final int PART = 1 << 14;

  private Widenings() {}

  /** Rows of a table. */
  record Gathering(View table, View ids, View dst, Ids check) implements Step {
    @Override
    public void run(Frame frame) {
      int[] from = frame.ints(ids);
      byte[] rows = frame.bytes(table);
      float[] to = frame.floats(dst);
      int first = frame.at(ids);
      int count = frame.size(ids);
      int width = dst.width();
      check.check(from, first, count, frame.row);
      for (int i = 0; i < count; i++) {
        int id = from[first + i];
        int at = frame.at(dst) + i * dst.stride();
        if (id < 0) {
          Arrays.fill(to, at, at + width, 0);
        } else {
          int row = table.offset() + id * table.stride();
          frame.kernels.widening().widen(rows, row, to, at, width);
        }
      }
    }
  }

  /** All of a weight, or of a part of it. */
  record Casting(View x, View dst) implements Step {
    @Override
    public void run(Frame frame) {
      byte[] from = frame.bytes(x);
      float[] to = frame.floats(dst);
      int at = frame.at(dst);
      for (int i = 0; i < x.outer(); i++) {
        int piece = x.offset() + i * x.stride();
        frame.kernels.widening().widen(from, piece, to, at + i * x.width(), x.width());
      }
    }
  }

  /**
   * All rows of A against a matrix: a few rows read it as it lies, of more each part is widened and
   * multiplied by all. The sums are the same.
   */
  record Product(boolean transposed, View a, View b, View c) implements Step {
    @Override
    public void run(Frame frame) {
      int m = frame.pieces(a);
      int k = a.width();
      int n = c.width();
      if (transposed) {
        byColumns(frame, m, n, k);
      } else if (m <= FEW_ROWS && n > 1) {
        byRows(frame, m, n, k);
      } else {
        bySums(frame, m, n, k);
      }
    }

    private void byRows(Frame frame, int m, int n, int k) {
      byte[] matrix = frame.bytes(b);
      float[] rows = frame.floats(a);
      float[] to = frame.floats(c);
      for (int i = 0; i < m; i++) {
        int row = frame.at(a) + i * a.stride();
        int at = frame.at(c) + i * c.stride();
        frame
            .kernels
            .widening()
            .row(n, k, rows, row, matrix, b.offset(), b.stride(), to, at, frame.scratch);
      }
    }

    /** A few of the k products of each sum at a time. */
    private void bySums(Frame frame, int m, int n, int k) {
      int most = Math.max(1, PART / Math.max(1, n));
      for (int p = 0; p < k || p == 0; p += most) {
        int count = Math.min(most, k - p);
        float[] part = widened(frame, p, count, n);
        multiply(frame, false, m, n, count, p, part, n, 0, p > 0);
      }
    }

    /** A few columns of C, which are rows of the matrix, at a time. */
    private void byColumns(Frame frame, int m, int n, int k) {
      int most = Math.max(1, PART / Math.max(1, k));
      for (int j = 0; j < n; j += most) {
        int count = Math.min(most, n - j);
        float[] part = widened(frame, j, count, k);
        multiply(frame, true, m, count, k, 0, part, k, j, false);
      }
    }

    private float[] widened(Frame frame, int row, int rows, int width) {
      float[] part = frame.spare(0, rows * width);
      byte[] matrix = frame.bytes(b);
      for (int i = 0; i < rows; i++) {
        int at = b.offset() + (row + i) * b.stride();
        frame.kernels.widening().widen(matrix, at, part, i * width, width);
      }
      return part;
    }

    private void multiply(
        Frame frame,
        boolean transposedPart,
        int m,
        int n,
        int k,
        int fromColumn,
        float[] part,
        int width,
        int toColumn,
        boolean add) {
      MatMul products = frame.kernels.matMul();
      products.multiply(
          false,
          transposedPart,
          m,
          n,
          k,
          frame.floats(a),
          frame.at(a) + fromColumn,
          a.stride(),
          part,
          0,
          width,
          frame.floats(c),
          frame.at(c) + toColumn,
          c.stride(),
          add,
          frame.scratch);
    }
  }
}
