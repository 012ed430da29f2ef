package dev.inlay.engine;

import dev.inlay.graph.Unary;
import dev.inlay.kernel.Right;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps for {@link dev.inlay.graph.Recurrent.SimpleRnn} and its gradient. */
final class SimpleRnnSteps {
  private SimpleRnnSteps() {}

  record Forward(int units, int time, View x, View kernel, View h, @Nullable View mask, View out)
      implements Step {
    @Override
    public void run(Frame f) {
      int row = time * units;
      int batch = f.size(out) / row;
      float[] to = f.floats(out);
      System.arraycopy(f.floats(x), f.at(x), to, f.at(out), batch * row);
      Right again = Recurrences.laid(f, 0, false, units, kernel, 0, units);
      for (int t = 0; t < time; t++) {
        int at = f.at(out) + t * units;
        float[] hs = t == 0 ? f.floats(h) : to;
        int hAt = t == 0 ? f.at(h) : at - units;
        int stride = t == 0 ? units : row;
        f.kernels.matMul().multiply(batch, hs, hAt, stride, again, to, at, row, true, f.scratch);
        for (int b = 0; b < batch; b++) {
          int here = at + b * row;
          if (Recurrences.counts(f, mask, b * time + t)) {
            f.kernels.pointwise().unary(Unary.TANH, to, here, to, here, units);
          } else {
            System.arraycopy(hs, hAt + b * stride, to, here, units);
          }
        }
      }
    }
  }

  record Backward(int units, int time, View kernel, @Nullable View mask, View y, View dy, View out)
      implements Step {
    @Override
    public void run(Frame f) {
      int row = time * units;
      int outRow = row + units;
      int batch = f.size(out) / outRow;
      float[] to = f.floats(out);
      float[] dh = f.spare(0, batch * units);
      Arrays.fill(dh, 0, batch * units, 0);
      Right back = Recurrences.laid(f, 0, true, units, kernel, 0, units);
      for (int t = time - 1; t >= 0; t--) {
        int at = f.at(out) + t * units;
        for (int b = 0; b < batch; b++) {
          int from = b * row + t * units;
          int here = at + b * outRow;
          f.kernels.pointwise().axpy(1, f.floats(dy), f.at(dy) + from, dh, b * units, units);
          if (Recurrences.counts(f, mask, b * time + t)) {
            float[] ys = f.floats(y);
            f.kernels
                .pointwise()
                .gradFromResult(Unary.TANH, ys, f.at(y) + from, dh, b * units, to, here, units);
            Arrays.fill(dh, b * units, (b + 1) * units, 0);
          } else {
            Arrays.fill(to, here, here + units, 0);
          }
        }
        f.kernels.matMul().multiply(batch, to, at, outRow, back, dh, 0, units, true, f.scratch);
      }
      for (int b = 0; b < batch; b++) {
        System.arraycopy(dh, b * units, to, f.at(out) + b * outRow + row, units);
      }
    }
  }
}
