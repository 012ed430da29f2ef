package dev.inlay.train;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.util.Map;

/** An optimizer's arithmetic over all of a weight. */
interface WholeRule {
  /**
   * Moves a weight.
   *
   * @param slots by name
   * @param step which step this is, from 1
   */
  void move(Variable weight, Map<String, Table> slots, Table gradient, int step, float rate);

  /** The arithmetic of an optimizer. */
  static WholeRule of(Optimizer optimizer) {
    return switch (optimizer) {
      case Lamb lamb -> lamb(lamb);
      case Adafactor adafactor -> adafactor(adafactor);
      default -> everywhere(Rule.of(optimizer));
    };
  }

  /** A rule for elements. */
  private static WholeRule everywhere(Rule rule) {
    float[] hyper = new float[Rule.NUMBERS];
    return (weight, slots, gradient, step, rate) -> {
      rule.prepare(step, rate, hyper);
      Table values = weight.values();
      for (int c = 0; c < values.chunkCount(); c++) {
        int chunk = c;
        float[][] arrays = slots.values().stream().map(s -> s.chunk(chunk)).toArray(float[][]::new);
        float[] w = values.chunk(c);
        rule.update(w, arrays, 0, gradient.chunk(c), 0, w.length, hyper);
      }
    };
  }

  private static WholeRule lamb(Lamb settings) {
    float rest1 = AdamRule.rest(settings.beta1());
    float rest2 = AdamRule.rest(settings.beta2());
    return (weight, slots, gradient, step, rate) -> {
      float correction1 = 1 / (1 - (float) Math.pow(settings.beta1(), step));
      float correction2 = 1 / (1 - (float) Math.pow(settings.beta2(), step));
      Table m = slots.get("momentum");
      Table v = slots.get("velocity");
      if (m == null || v == null) {
        throw new IllegalStateException("LAMB without its slots");
      }
      // The gradient's own array takes the direction: an element is read before it is written.
      for (int c = 0; c < gradient.chunkCount(); c++) {
        float[] g = gradient.chunk(c);
        Rule.MOMENTS.lamb(
            g,
            0,
            m.chunk(c),
            0,
            v.chunk(c),
            0,
            g,
            0,
            g.length,
            correction1,
            correction2,
            rest1,
            rest2,
            settings.epsilon());
      }
      double length = Math.sqrt(Tables.squares(weight.values()));
      double direction = Math.sqrt(Tables.squares(gradient));
      double ratio = length > 0 && direction > 0 ? length / direction : 1;
      Tables.sub(weight.values(), gradient, (float) (ratio * rate));
    };
  }

  private static WholeRule adafactor(Adafactor settings) {
    return (weight, slots, gradient, step, rate) -> {
      float slowest = (float) (1 / Math.sqrt(step));
      float lr =
          settings.relativeStep() && settings.learningRate() instanceof LearningRate.Constant
              ? Math.min(rate, slowest)
              : rate;
      double size = Math.sqrt(Tables.squares(weight.values()) / weight.values().size());
      double alpha = Math.max(settings.epsilon2(), size) * Math.min(lr, slowest);
      double kept = 1 - Math.pow(step, settings.beta2Decay());
      direction(settings, weight.shape(), slots, gradient, kept);
      double rms = Math.sqrt(Tables.squares(gradient) / gradient.size());
      double shorter = Math.max(1, rms / settings.clipThreshold());
      Tables.sub(weight.values(), gradient, (float) (alpha / shorter));
    };
  }

  /** Makes a gradient Adafactor's direction, g / √v. */
  private static void direction(
      Adafactor settings, Shape shape, Map<String, Table> slots, Table gradient, double kept) {
    float[] g = gradient.array();
    Table velocity = slots.get("velocity");
    if (velocity != null) {
      float[] v = velocity.array();
      for (int i = 0; i < g.length; i++) {
        v[i] = (float) (kept * v[i] + (1 - kept) * ((double) g[i] * g[i] + settings.epsilon1()));
        g[i] /= (float) Math.sqrt(v[i]);
      }
      return;
    }
    Table rowMeans = slots.get("r");
    Table columnMeans = slots.get("c");
    if (rowMeans == null || columnMeans == null) {
      throw new IllegalStateException("Adafactor without its slots");
    }
    int columns = shape.last();
    int rows = shape.dim(shape.rank() - 2);
    float[] r = rowMeans.array();
    float[] c = columnMeans.array();
    for (int matrix = 0; matrix * rows * columns < g.length; matrix++) {
      double[] down = new double[columns];
      double all = 0;
      for (int i = 0; i < rows; i++) {
        double across = 0;
        for (int j = 0; j < columns; j++) {
          double x = g[(matrix * rows + i) * columns + j];
          double square = x * x + settings.epsilon1();
          across += square;
          down[j] += square;
        }
        int at = matrix * rows + i;
        r[at] = (float) (kept * r[at] + (1 - kept) * across / columns);
        all += r[at];
      }
      for (int j = 0; j < columns; j++) {
        int at = matrix * columns + j;
        c[at] = (float) (kept * c[at] + (1 - kept) * down[j] / rows);
      }
      for (int i = 0; i < rows; i++) {
        double share = r[matrix * rows + i] / (all / rows);
        for (int j = 0; j < columns; j++) {
          g[(matrix * rows + i) * columns + j] /=
              (float) Math.sqrt(share * c[matrix * columns + j]);
        }
      }
    }
  }
}
