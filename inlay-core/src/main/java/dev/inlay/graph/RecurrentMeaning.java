package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.List;

/** What recurrences mean. */
final class RecurrentMeaning {
  private RecurrentMeaning() {}

  static Numbers of(Recurrent op, List<Numbers> in, Shape shape) {
    return switch (op) {
      case Recurrent.Lstm(boolean masked) -> lstm(masked, in, shape);
      case Recurrent.LstmGrad(boolean masked) -> lstmGrad(masked, in, shape);
    };
  }

  private static Numbers lstm(boolean masked, List<Numbers> in, Shape shape) {
    Numbers z = in.get(0);
    Numbers kernel = in.get(1);
    int time = shape.dim(1);
    int units = kernel.shape().dim(0);
    Numbers out = Numbers.zeros(shape);
    for (int b = 0; b < shape.dim(0); b++) {
      double[] h = row(in.get(2), b, units);
      double[] c = row(in.get(3), b, units);
      for (int t = 0; t < time; t++) {
        int step = b * time + t;
        double[] gates = row(z, step, 4 * units);
        for (int j = 0; j < gates.length; j++) {
          for (int k = 0; k < units; k++) {
            gates[j] += h[k] * kernel.at(k * 4 * units + j);
          }
        }
        boolean counts = !masked || in.get(4).at(step) != 0;
        for (int j = 0; j < units; j++) {
          double i = sigmoid(gates[j]);
          double f = sigmoid(gates[units + j]);
          double g = Math.tanh(gates[2 * units + j]);
          double o = sigmoid(gates[3 * units + j]);
          if (counts) {
            c[j] = f * c[j] + i * g;
            h[j] = o * Math.tanh(c[j]);
          }
          double[] parts = {i, f, g, o, c[j], h[j]};
          for (int p = 0; p < parts.length; p++) {
            out.data()[(step * 6 + p) * units + j] = parts[p];
          }
        }
      }
    }
    return out;
  }

  private static Numbers lstmGrad(boolean masked, List<Numbers> in, Shape shape) {
    Numbers kernel = in.get(1);
    Numbers firstC = in.get(3);
    Numbers y = in.get(in.size() - 2);
    Numbers dy = in.getLast();
    int time = shape.dim(1) - 1;
    int units = kernel.shape().dim(0);
    Numbers out = Numbers.zeros(shape);
    for (int b = 0; b < shape.dim(0); b++) {
      double[] dh = new double[units];
      double[] dc = new double[units];
      for (int t = time - 1; t >= 0; t--) {
        int step = b * time + t;
        double[] dz = new double[4 * units];
        boolean counts = !masked || in.get(4).at(step) != 0;
        for (int j = 0; j < units; j++) {
          dc[j] += part(dy, step, 4, units, j);
          dh[j] += part(dy, step, 5, units, j);
          if (counts) {
            double i = part(y, step, 0, units, j);
            double f = part(y, step, 1, units, j);
            double g = part(y, step, 2, units, j);
            double o = part(y, step, 3, units, j);
            double tanh = Math.tanh(part(y, step, 4, units, j));
            double before = t == 0 ? firstC.at(b * units + j) : part(y, step - 1, 4, units, j);
            dc[j] += dh[j] * o * (1 - tanh * tanh);
            dz[j] = dc[j] * g * i * (1 - i);
            dz[units + j] = dc[j] * before * f * (1 - f);
            dz[2 * units + j] = dc[j] * i * (1 - g * g);
            dz[3 * units + j] = dh[j] * tanh * o * (1 - o);
            dc[j] *= f;
            dh[j] = 0;
          }
        }
        for (int k = 0; k < units; k++) {
          for (int j = 0; j < dz.length; j++) {
            dh[k] += dz[j] * kernel.at(k * 4 * units + j);
          }
        }
        System.arraycopy(dz, 0, out.data(), (b * (time + 1) + t) * 4 * units, 4 * units);
      }
      int last = (b * (time + 1) + time) * 4 * units;
      System.arraycopy(dh, 0, out.data(), last, units);
      System.arraycopy(dc, 0, out.data(), last + units, units);
    }
    return out;
  }

  /** One of the six parts (i, f, g, o, c, h) of an LSTM's result at a step. */
  private static double part(Numbers y, int step, int part, int units, int unit) {
    return y.at((step * 6 + part) * units + unit);
  }

  private static double[] row(Numbers x, int row, int width) {
    return java.util.Arrays.copyOfRange(x.data(), row * width, (row + 1) * width);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
