package dev.inlay.train;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.util.Arrays;
import java.util.Map;

/** {@link Adafactor}. */
record AdafactorRule(Adafactor settings) implements WholeRule {
  @Override
  public void move(
      Variable weight,
      Map<String, Table> slots,
      Table gradient,
      int step,
      float rate,
      Tables tables) {
    float slowest = (float) (1 / Math.sqrt(step));
    float lr =
        settings.relativeStep() && settings.learningRate() instanceof LearningRate.Constant
            ? Math.min(rate, slowest)
            : rate;
    double size = Math.sqrt(tables.squares(weight.values()) / weight.values().size());
    double alpha = Math.max(settings.epsilon2(), size) * Math.min(lr, slowest);
    double kept = 1 - Math.pow(step, settings.beta2Decay());
    if (slots.containsKey("velocity")) {
      byElements(WholeRule.slot(slots, "velocity"), gradient, kept, tables);
    } else {
      byRowsAndColumns(
          weight.shape(),
          WholeRule.slot(slots, "r"),
          WholeRule.slot(slots, "c"),
          gradient,
          kept,
          tables);
    }
    double rms = Math.sqrt(tables.squares(gradient) / gradient.size());
    double shorter = Math.max(1, rms / settings.clipThreshold());
    tables.sub(weight.values(), gradient, (float) (alpha / shorter));
  }

  /** Makes the gradient of a vector its direction, g / √v. */
  private void byElements(Table velocity, Table gradient, double kept, Tables tables) {
    tables.each(
        gradient,
        (chunk, from, n) -> {
          float[] g = gradient.chunk(chunk);
          float[] v = velocity.chunk(chunk);
          for (int i = from; i < from + n; i++) {
            v[i] =
                (float) (kept * v[i] + (1 - kept) * ((double) g[i] * g[i] + settings.epsilon1()));
            g[i] /= (float) Math.sqrt(v[i]);
          }
        });
  }

  /** As {@link #byElements}, with v from the means of a matrix's rows and columns. */
  private void byRowsAndColumns(
      Shape shape, Table rowMeans, Table columnMeans, Table gradient, double kept, Tables tables) {
    float[] g = gradient.array();
    float[] r = rowMeans.array();
    float[] c = columnMeans.array();
    int columns = shape.last();
    int rows = shape.dim(shape.rank() - 2);
    int block = Tables.rowsOfBlock(columns);
    double[][] down = new double[Math.ceilDiv(rows, block)][columns];
    for (int matrix = 0; matrix * rows * columns < g.length; matrix++) {
      int first = matrix * rows;
      int column = matrix * columns;
      tables.ranges(
          rows,
          block,
          (part, from, n) -> {
            Arrays.fill(down[part], 0);
            for (int i = first + from; i < first + from + n; i++) {
              double across = 0;
              for (int j = 0; j < columns; j++) {
                double x = g[i * columns + j];
                double square = x * x + settings.epsilon1();
                across += square;
                down[part][j] += square;
              }
              r[i] = (float) (kept * r[i] + (1 - kept) * across / columns);
            }
          });
      double all = 0;
      for (int i = first; i < first + rows; i++) {
        all += r[i];
      }
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (double[] one : down) {
          sum += one[j];
        }
        c[column + j] = (float) (kept * c[column + j] + (1 - kept) * sum / rows);
      }
      double mean = all / rows;
      tables.ranges(
          rows,
          block,
          (_, from, n) -> {
            for (int i = first + from; i < first + from + n; i++) {
              double share = r[i] / mean;
              for (int j = 0; j < columns; j++) {
                g[i * columns + j] /= (float) Math.sqrt(share * c[column + j]);
              }
            }
          });
    }
  }
}
