package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** What recurrences mean. */
final class RecurrentMeaning {
  private RecurrentMeaning() {}

  static Numbers of(Recurrent op, List<Numbers> in, Shape shape) {
    return switch (op) {
      case Recurrent.Lstm(boolean masked) -> lstm(masked, in, shape);
      case Recurrent.LstmGrad(boolean masked) -> lstmGrad(masked, in, shape);
      case Recurrent.Gru gru -> GruMeaning.forward(gru, in, shape);
      case Recurrent.GruGrad grad -> GruMeaning.backward(grad, in, shape);
      case Recurrent.SimpleRnn(boolean masked) -> simpleRnn(masked, in, shape);
      case Recurrent.SimpleRnnGrad(boolean masked) -> simpleRnnGrad(masked, in, shape);
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
        addProduct(h, kernel, 0, gates);
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
        addBack(dz, kernel, 0, dh);
        System.arraycopy(dz, 0, out.data(), (b * (time + 1) + t) * 4 * units, 4 * units);
      }
      int last = (b * (time + 1) + time) * 4 * units;
      System.arraycopy(dh, 0, out.data(), last, units);
      System.arraycopy(dc, 0, out.data(), last + units, units);
    }
    return out;
  }

  private static Numbers simpleRnn(boolean masked, List<Numbers> in, Shape shape) {
    int time = shape.dim(1);
    int units = shape.dim(2);
    Numbers out = Numbers.zeros(shape);
    for (int b = 0; b < shape.dim(0); b++) {
      double[] h = row(in.get(2), b, units);
      for (int t = 0; t < time; t++) {
        int step = b * time + t;
        if (!masked || in.get(3).at(step) != 0) {
          double[] sums = row(in.get(0), step, units);
          addProduct(h, in.get(1), 0, sums);
          h = Arrays.stream(sums).map(Math::tanh).toArray();
        }
        System.arraycopy(h, 0, out.data(), step * units, units);
      }
    }
    return out;
  }

  private static Numbers simpleRnnGrad(boolean masked, List<Numbers> in, Shape shape) {
    Numbers y = in.get(in.size() - 2);
    int time = shape.dim(1) - 1;
    int units = shape.dim(2);
    Numbers out = Numbers.zeros(shape);
    for (int b = 0; b < shape.dim(0); b++) {
      double[] dh = new double[units];
      for (int t = time - 1; t >= 0; t--) {
        int step = b * time + t;
        double[] dx = new double[units];
        boolean counts = !masked || in.get(3).at(step) != 0;
        for (int j = 0; j < units; j++) {
          dh[j] += in.getLast().at(step * units + j);
          if (counts) {
            double h = y.at(step * units + j);
            dx[j] = dh[j] * (1 - h * h);
            dh[j] = 0;
          }
        }
        addBack(dx, in.get(1), 0, dh);
        System.arraycopy(dx, 0, out.data(), (step + b) * units, units);
      }
      System.arraycopy(dh, 0, out.data(), (b * (time + 1) + time) * units, units);
    }
    return out;
  }

  /** {@code sums += h · kernel}, of the kernel the columns from {@code column} on. */
  static void addProduct(double[] h, Numbers kernel, int column, double[] sums) {
    int columns = kernel.shape().dim(1);
    for (int j = 0; j < sums.length; j++) {
      for (int k = 0; k < h.length; k++) {
        sums[j] += h[k] * kernel.at(k * columns + column + j);
      }
    }
  }

  /** {@code dh += dSums · kernelᵀ}, of the kernel the columns from {@code column} on. */
  static void addBack(double[] dSums, Numbers kernel, int column, double[] dh) {
    int columns = kernel.shape().dim(1);
    for (int k = 0; k < dh.length; k++) {
      for (int j = 0; j < dSums.length; j++) {
        dh[k] += dSums[j] * kernel.at(k * columns + column + j);
      }
    }
  }

  /** One of the six parts (i, f, g, o, c, h) of an LSTM's result at a step. */
  private static double part(Numbers y, int step, int part, int units, int unit) {
    return y.at((step * 6 + part) * units + unit);
  }

  static double[] row(Numbers x, int row, int width) {
    return Arrays.copyOfRange(x.data(), row * width, (row + 1) * width);
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
