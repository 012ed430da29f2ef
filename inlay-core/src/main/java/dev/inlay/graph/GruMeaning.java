package dev.inlay.graph;

import static dev.inlay.graph.RecurrentMeaning.addBack;
import static dev.inlay.graph.RecurrentMeaning.addProduct;
import static dev.inlay.graph.RecurrentMeaning.row;

import dev.inlay.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** What {@link Recurrent.Gru} and its gradient mean. */
final class GruMeaning {
  private GruMeaning() {}

  static Numbers forward(Recurrent.Gru op, List<Numbers> in, Shape shape) {
    Numbers kernel = in.get(1);
    int time = shape.dim(1);
    int units = kernel.shape().dim(0);
    Numbers out = Numbers.zeros(shape);
    for (int b = 0; b < shape.dim(0); b++) {
      double[] h = row(in.get(2), b, units);
      for (int t = 0; t < time; t++) {
        int step = b * time + t;
        double[] x = row(in.get(0), step, 3 * units);
        double[] gates = Arrays.copyOf(x, 2 * units);
        addProduct(h, kernel, 0, gates);
        double[] z = Arrays.stream(gates, 0, units).map(RecurrentMeaning::sigmoid).toArray();
        double[] r =
            Arrays.stream(gates, units, 2 * units).map(RecurrentMeaning::sigmoid).toArray();
        double[] g = Arrays.copyOfRange(x, 2 * units, 3 * units);
        double[] n = new double[units];
        if (op.resetAfter()) {
          addProduct(h, kernel, 2 * units, n);
          for (int j = 0; j < units; j++) {
            n[j] += in.get(3).at(j);
            g[j] += r[j] * n[j];
          }
        } else {
          for (int j = 0; j < units; j++) {
            n[j] = r[j] * h[j];
          }
          addProduct(n, kernel, 2 * units, g);
        }
        boolean counts = !op.masked() || in.getLast().at(step) != 0;
        for (int j = 0; j < units; j++) {
          g[j] = Math.tanh(g[j]);
          h[j] = counts ? z[j] * h[j] + (1 - z[j]) * g[j] : h[j];
        }
        double[][] parts = {z, r, g, n, h};
        for (int p = 0; p < parts.length; p++) {
          System.arraycopy(parts[p], 0, out.data(), (step * 5 + p) * units, units);
        }
      }
    }
    return out;
  }

  static Numbers backward(Recurrent.GruGrad op, List<Numbers> in, Shape shape) {
    Numbers kernel = in.get(1);
    Numbers y = in.get(in.size() - 2);
    Numbers dy = in.getLast();
    Numbers mask = in.get(in.size() - 3);
    int time = shape.dim(1) - 1;
    int units = kernel.shape().dim(0);
    Numbers out = Numbers.zeros(shape);
    for (int b = 0; b < shape.dim(0); b++) {
      double[] dh = new double[units];
      for (int t = time - 1; t >= 0; t--) {
        int step = b * time + t;
        double[] h = t == 0 ? row(in.get(2), b, units) : row(y, (step - 1) * 5 + 4, units);
        for (int j = 0; j < units; j++) {
          dh[j] += dy.at((step * 5 + 4) * units + j);
        }
        if (op.masked() && mask.at(step) == 0) {
          continue;
        }
        double[] z = row(y, step * 5, units);
        double[] r = row(y, step * 5 + 1, units);
        double[] g = row(y, step * 5 + 2, units);
        double[] n = row(y, step * 5 + 3, units);
        double[] gates = new double[2 * units];
        double[] candidate = new double[units];
        double[] inner = new double[units];
        for (int j = 0; j < units; j++) {
          candidate[j] = dh[j] * (1 - z[j]) * (1 - g[j] * g[j]);
          gates[j] = dh[j] * (h[j] - g[j]) * z[j] * (1 - z[j]);
          dh[j] *= z[j];
        }
        if (op.resetAfter()) {
          for (int j = 0; j < units; j++) {
            inner[j] = candidate[j] * r[j];
            gates[units + j] = candidate[j] * n[j] * r[j] * (1 - r[j]);
          }
          addBack(inner, kernel, 2 * units, dh);
        } else {
          double[] back = new double[units];
          addBack(candidate, kernel, 2 * units, back);
          for (int j = 0; j < units; j++) {
            gates[units + j] = back[j] * h[j] * r[j] * (1 - r[j]);
            dh[j] += back[j] * r[j];
          }
        }
        addBack(gates, kernel, 0, dh);
        int at = (b * (time + 1) + t) * 4 * units;
        System.arraycopy(gates, 0, out.data(), at, 2 * units);
        System.arraycopy(candidate, 0, out.data(), at + 2 * units, units);
        System.arraycopy(inner, 0, out.data(), at + 3 * units, units);
      }
      System.arraycopy(dh, 0, out.data(), (b * (time + 1) + time) * 4 * units, units);
    }
    return out;
  }
}
