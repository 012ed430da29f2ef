package dev.inlay.engine;

import dev.inlay.kernel.Right;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps for {@link dev.inlay.graph.Recurrent.Lstm} and its gradient. */
final class LstmSteps {
  /** Gates i, f, g, o. */
  static final int GATES = 4;

  /** What is given for each step of time: the gates, then c, then h. */
  private static final int PARTS = 6;

  private LstmSteps() {}

  record Forward(
      int units, int time, View z, View kernel, View h, View c, @Nullable View mask, View out)
      implements Step {
    @Override
    public void run(Frame f) {
      int batch = f.size(out) / (time * PARTS * units);
      int gates = GATES * units;
      int row = time * PARTS * units;
      float[] to = f.floats(out);
      float[] sums = f.spare(0, batch * gates);
      Right again = Recurrences.laid(f, 0, false, units, kernel, 0, gates);
      for (int t = 0; t < time; t++) {
        for (int b = 0; b < batch; b++) {
          int from = f.at(z) + (b * time + t) * gates;
          System.arraycopy(f.floats(z), from, sums, b * gates, gates);
        }
        int before = f.at(out) + (t - 1) * PARTS * units;
        float[] hs = t == 0 ? f.floats(h) : to;
        float[] cs = t == 0 ? f.floats(c) : to;
        int hAt = t == 0 ? f.at(h) : before + 5 * units;
        int cAt = t == 0 ? f.at(c) : before + 4 * units;
        int stride = t == 0 ? units : row;
        f.kernels.matMul().multiply(batch, hs, hAt, stride, again, sums, 0, gates, true, f.scratch);
        for (int b = 0; b < batch; b++) {
          int at = f.at(out) + b * row + t * PARTS * units;
          f.kernels.cells().lstm(sums, b * gates, cs, cAt + b * stride, to, at, units);
          if (!Recurrences.counts(f, mask, b * time + t)) {
            System.arraycopy(cs, cAt + b * stride, to, at + 4 * units, units);
            System.arraycopy(hs, hAt + b * stride, to, at + 5 * units, units);
          }
        }
      }
    }
  }

  record Backward(
      int units, int time, View kernel, View c, @Nullable View mask, View y, View dy, View out)
      implements Step {
    @Override
    public void run(Frame f) {
      int gates = GATES * units;
      int outRow = (time + 1) * gates;
      int row = time * PARTS * units;
      int batch = f.size(out) / outRow;
      float[] to = f.floats(out);
      float[] dh = f.spare(0, batch * units);
      float[] dc = f.spare(1, batch * units);
      Arrays.fill(dh, 0, batch * units, 0);
      Arrays.fill(dc, 0, batch * units, 0);
      Right back = Recurrences.laid(f, 0, true, units, kernel, 0, gates);
      for (int t = time - 1; t >= 0; t--) {
        for (int b = 0; b < batch; b++) {
          step(f, dh, dc, b, t, f.at(y) + b * row + t * PARTS * units);
        }
        f.kernels
            .matMul()
            .multiply(
                batch, to, f.at(out) + t * gates, outRow, back, dh, 0, units, true, f.scratch);
      }
      for (int b = 0; b < batch; b++) {
        int at = f.at(out) + b * outRow + time * gates;
        Arrays.fill(to, at, at + gates, 0);
        System.arraycopy(dh, b * units, to, at, units);
        System.arraycopy(dc, b * units, to, at + units, units);
      }
    }

    /** One row's step back: its dz, and what is left of dh and dc apart from dz's own part. */
    private void step(Frame f, float[] dh, float[] dc, int b, int t, int at) {
      float[] to = f.floats(out);
      int dz = f.at(out) + (b * (time + 1) + t) * GATES * units;
      int from = f.at(dy) + (b * time + t) * PARTS * units;
      float[] dys = f.floats(dy);
      f.kernels.pointwise().axpy(1, dys, from + 4 * units, dc, b * units, units);
      f.kernels.pointwise().axpy(1, dys, from + 5 * units, dh, b * units, units);
      if (!Recurrences.counts(f, mask, b * time + t)) {
        Arrays.fill(to, dz, dz + GATES * units, 0);
        return;
      }
      float[] ys = f.floats(y);
      float[] cs = t == 0 ? f.floats(c) : ys;
      int cAt = t == 0 ? f.at(c) + b * units : at - PARTS * units + 4 * units;
      f.kernels.cells().lstmGrad(ys, at, cs, cAt, dh, b * units, dc, b * units, to, dz, units);
      Arrays.fill(dh, b * units, (b + 1) * units, 0);
    }
  }
}
