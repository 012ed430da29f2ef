package dev.inlay.train;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link Adafactor}. Rows without a gradient don't move, and all that they add to means is epsilon.
 */
final class AdafactorAim implements Aim {
  private final Adafactor settings;
  private final Variable weight;
  private final Length length;
  private final @Nullable Table rowMeans;
  private final @Nullable Table columnMeans;

  /** Whether the means of rows that a step doesn't see decay. */
  private final boolean exact;

  /** Sums of squares down the columns of each block of rows; kept for the next step. */
  private double[][] down = {};

  /** The sum of the means of rows; NaN if it isn't known. */
  private double sumOfRows = Double.NaN;

  AdafactorAim(Adafactor settings, Variable weight, Map<String, Table> slots, boolean exact) {
    this.settings = settings;
    this.weight = weight;
    this.length = new Length(weight.values(), exact);
    this.rowMeans = slots.get("r");
    this.columnMeans = slots.get("c");
    this.exact = exact;
  }

  /** What older squares count in the mean of a step. */
  static double share(Adafactor settings, int step) {
    return 1 - Math.pow(step, settings.beta2Decay());
  }

  @Override
  public float aim(Patch patch, int step, float rate, float kept, Tables tables) {
    float slowest = (float) (1 / Math.sqrt(step));
    float lr =
        settings.relativeStep() && settings.learningRate() instanceof LearningRate.Constant
            ? Math.min(rate, slowest)
            : rate;
    long count = weight.values().size();
    double size = Math.sqrt(length.squares(patch, kept, tables) / count);
    double alpha = Math.max(settings.epsilon2(), size) * Math.min(lr, slowest);
    double share = share(settings, step);
    Table gradient = patch.gradient();
    if (columnMeans == null) {
      byElements(patch.slots().getFirst(), gradient, share, tables);
    } else {
      byRowsAndColumns(patch, columnMeans, share, tables);
    }
    double rms = Math.sqrt(tables.squares(gradient) / count);
    return (float) (alpha / Math.max(1, rms / settings.clipThreshold()));
  }

  @Override
  public void moved(Patch patch, Tables tables) {
    length.moved(patch, tables);
  }

  @Override
  public void restart() {
    length.forget();
    sumOfRows = Double.NaN;
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
  private void byRowsAndColumns(Patch patch, Table columnMeans, double kept, Tables tables) {
    float[] g = patch.gradient().array();
    float[] r = patch.slots().getFirst().array();
    float[] c = columnMeans.array();
    int columns = weight.shape().last();
    int rows = weight.shape().dim(weight.shape().rank() - 2);
    int present = patch.all() ? rows : (int) patch.gradient().rows();
    int matrices = patch.all() ? (int) (weight.values().size() / ((long) rows * columns)) : 1;
    double epsilon = settings.epsilon1();
    int block = Tables.rowsOfBlock(columns);
    int parts = Math.ceilDiv(present, block);
    if (down.length < parts) {
      down = new double[parts][columns];
    }
    for (int matrix = 0; matrix < matrices; matrix++) {
      int first = matrix * rows;
      int column = matrix * columns;
      double before = patch.all() ? 0 : sumOfRows(tables);
      double ofPresent = sum(r, first, present);
      tables.ranges(
          present,
          block,
          (part, from, n) -> {
            Arrays.fill(down[part], 0);
            for (int i = first + from; i < first + from + n; i++) {
              double across = 0;
              for (int j = 0; j < columns; j++) {
                double x = g[i * columns + j];
                double square = x * x + epsilon;
                across += square;
                down[part][j] += square;
              }
              r[i] = (float) (kept * r[i] + (1 - kept) * across / columns);
            }
          });
      int absent = rows - present;
      double others = Math.max(0, before - ofPresent);
      sumOfRows =
          sum(r, first, present) + (exact ? kept * others + (1 - kept) * absent * epsilon : others);
      double mean = sumOfRows / rows;
      for (int j = 0; j < columns; j++) {
        double sum = absent * epsilon;
        for (int part = 0; part < parts; part++) {
          sum += down[part][j];
        }
        c[column + j] = (float) (kept * c[column + j] + (1 - kept) * sum / rows);
      }
      tables.ranges(
          present,
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

  /** The sum of all rows' means before a step. */
  private double sumOfRows(Tables tables) {
    if (Double.isNaN(sumOfRows)) {
      Table means = Objects.requireNonNull(rowMeans);
      sumOfRows = tables.sum(means, (chunk, from, n) -> sum(means.chunk(chunk), from, n));
    }
    return sumOfRows;
  }

  private static double sum(float[] x, int from, int n) {
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += x[i];
    }
    return sum;
  }
}
