package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;
import dev.inlay.kernel.Pointwise;
import dev.inlay.kernel.Right;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps for {@link dev.inlay.graph.Recurrent.Gru} and its gradient. */
final class GruSteps {
  /** Gates z and r, and the candidate. */
  private static final int GATES = 3;

  /** What is given for each step of time: z, r, g, n, h. */
  private static final int PARTS = 5;

  /** What the gradient has for each step: those for the gates' sums, and for n. */
  private static final int BACK = 4;

  private GruSteps() {}

  /**
   * @param bias the state's own in the candidate; null if the reset gate acts before the product
   */
  record Forward(
      int units,
      int time,
      View x,
      View kernel,
      View h,
      @Nullable View bias,
      @Nullable View mask,
      View out)
      implements Step {
    @Override
    public void run(Frame f) {
      int row = time * PARTS * units;
      int batch = f.size(out) / row;
      int width = (bias == null ? 2 : GATES) * units;
      float[] to = f.floats(out);
      float[] sums = f.spare(0, batch * width);
      Right gates = Recurrences.laid(f, 0, false, units, kernel, 0, width);
      Right candidate =
          bias == null
              ? Recurrences.laid(f, 1, false, units, kernel, 2 * units, units)
              : f.right(1);
      for (int t = 0; t < time; t++) {
        int at = f.at(out) + t * PARTS * units;
        float[] hs = t == 0 ? f.floats(h) : to;
        int hAt = t == 0 ? f.at(h) : at - units;
        int stride = t == 0 ? units : row;
        f.kernels
            .matMul()
            .multiply(batch, hs, hAt, stride, gates, sums, 0, width, false, f.scratch);
        for (int b = 0; b < batch; b++) {
          int from = f.at(x) + (b * time + t) * GATES * units;
          gates(f, sums, b * width, from, hs, hAt + b * stride, to, at + b * row);
        }
        if (bias == null) {
          int g = at + 2 * units;
          int n = at + 3 * units;
          f.kernels.matMul().multiply(batch, to, n, row, candidate, to, g, row, true, f.scratch);
        }
        for (int b = 0; b < batch; b++) {
          int here = at + b * row;
          if (Recurrences.counts(f, mask, b * time + t)) {
            state(f.kernels.pointwise(), hs, hAt + b * stride, to, here);
          } else {
            System.arraycopy(hs, hAt + b * stride, to, here + 4 * units, units);
          }
        }
      }
    }

    /** The gates, n, and the candidate's sum as far as it is known. */
    private void gates(
        Frame f, float[] sums, int sum, int from, float[] hs, int hAt, float[] to, int at) {
      Pointwise p = f.kernels.pointwise();
      float[] xs = f.floats(x);
      int r = at + units;
      int g = at + 2 * units;
      int n = at + 3 * units;
      p.binary(Binary.ADD, xs, from, sums, sum, to, at, 2 * units);
      p.unary(Unary.SIGMOID, to, at, to, at, 2 * units);
      if (bias == null) {
        System.arraycopy(xs, from + 2 * units, to, g, units);
        p.binary(Binary.MUL, to, r, hs, hAt, to, n, units);
      } else {
        p.binary(Binary.ADD, sums, sum + 2 * units, f.floats(bias), f.at(bias), to, n, units);
        p.binary(Binary.MUL, to, r, to, n, to, g, units);
        p.binary(Binary.ADD, xs, from + 2 * units, to, g, to, g, units);
      }
    }

    /** The candidate and {@code h = g + z (hBefore - g)}. */
    private void state(Pointwise p, float[] hs, int hAt, float[] to, int at) {
      int g = at + 2 * units;
      int next = at + 4 * units;
      p.unary(Unary.TANH, to, g, to, g, units);
      p.binary(Binary.SUB, hs, hAt, to, g, to, next, units);
      p.binary(Binary.MUL, to, at, to, next, to, next, units);
      p.binary(Binary.ADD, to, g, to, next, to, next, units);
    }
  }

  record Backward(
      boolean after,
      int units,
      int time,
      View kernel,
      View h,
      @Nullable View mask,
      View y,
      View dy,
      View out)
      implements Step {
    @Override
    public void run(Frame f) {
      int row = time * PARTS * units;
      int outRow = (time + 1) * BACK * units;
      int batch = f.size(out) / outRow;
      float[] to = f.floats(out);
      float[] dh = f.spare(0, batch * units);
      float[] dn = f.spare(1, batch * units);
      Arrays.fill(dh, 0, batch * units, 0);
      Right gates = Recurrences.laid(f, 0, true, units, kernel, 0, 2 * units);
      Right candidate = Recurrences.laid(f, 1, true, units, kernel, 2 * units, units);
      for (int t = time - 1; t >= 0; t--) {
        int at = f.at(out) + t * BACK * units;
        for (int b = 0; b < batch; b++) {
          int from = b * row + t * PARTS * units;
          f.kernels
              .pointwise()
              .axpy(1, f.floats(dy), f.at(dy) + from + 4 * units, dh, b * units, units);
          candidate(f, b, t, dh, b * units, to, at + b * outRow);
        }
        if (!after) {
          f.kernels
              .matMul()
              .multiply(
                  batch, to, at + 2 * units, outRow, candidate, dn, 0, units, false, f.scratch);
        }
        for (int b = 0; b < batch; b++) {
          reset(f, b, t, dh, dn, to, at + b * outRow);
        }
        if (after) {
          f.kernels
              .matMul()
              .multiply(
                  batch, to, at + 3 * units, outRow, candidate, dh, 0, units, true, f.scratch);
        }
        f.kernels.matMul().multiply(batch, to, at, outRow, gates, dh, 0, units, true, f.scratch);
      }
      for (int b = 0; b < batch; b++) {
        int last = f.at(out) + b * outRow + time * BACK * units;
        Arrays.fill(to, last + units, last + BACK * units, 0);
        System.arraycopy(dh, b * units, to, last, units);
      }
    }

    /** The gradients for the sums of z and of the candidate; of dh, what goes past the step. */
    private void candidate(Frame f, int b, int t, float[] dh, int dhAt, float[] to, int at) {
      if (!Recurrences.counts(f, mask, b * time + t)) {
        Arrays.fill(to, at, at + BACK * units, 0);
        return;
      }
      Pointwise p = f.kernels.pointwise();
      float[] ys = f.floats(y);
      int z = z(f, b, t);
      int g = z + 2 * units;
      int dg = at + 2 * units;
      p.binary(Binary.SUB, before(f, t), beforeAt(f, b, t), ys, g, to, at, units);
      p.binary(Binary.MUL, to, at, dh, dhAt, to, at, units);
      p.gradFromResult(Unary.SIGMOID, ys, z, to, at, to, at, units);
      p.binary(Binary.MUL, ys, z, dh, dhAt, to, at + units, units);
      p.binary(Binary.SUB, dh, dhAt, to, at + units, to, dg, units);
      p.gradFromResult(Unary.TANH, ys, g, to, dg, to, dg, units);
      System.arraycopy(to, at + units, dh, dhAt, units);
    }

    /** The gradients for n and for the sum of r. */
    private void reset(Frame f, int b, int t, float[] dh, float[] dn, float[] to, int at) {
      if (!Recurrences.counts(f, mask, b * time + t)) {
        return;
      }
      Pointwise p = f.kernels.pointwise();
      float[] ys = f.floats(y);
      int z = z(f, b, t);
      int r = z + units;
      int dr = at + units;
      int inner = at + 3 * units;
      if (after) {
        p.binary(Binary.MUL, to, at + 2 * units, ys, r, to, inner, units);
        p.binary(Binary.MUL, to, at + 2 * units, ys, z + 3 * units, to, dr, units);
      } else {
        Arrays.fill(to, inner, inner + units, 0);
        p.binary(Binary.MUL, dn, b * units, before(f, t), beforeAt(f, b, t), to, dr, units);
        p.binary(Binary.MUL, dn, b * units, ys, r, dn, b * units, units);
        p.axpy(1, dn, b * units, dh, b * units, units);
      }
      p.gradFromResult(Unary.SIGMOID, ys, r, to, dr, to, dr, units);
    }

    private int z(Frame f, int b, int t) {
      return f.at(y) + (b * time + t) * PARTS * units;
    }

    private float[] before(Frame f, int t) {
      return t == 0 ? f.floats(h) : f.floats(y);
    }

    private int beforeAt(Frame f, int b, int t) {
      return t == 0 ? f.at(h) + b * units : z(f, b, t) - units;
    }
  }
}
