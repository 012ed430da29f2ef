package dev.inlay.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A batch in memory.
 *
 * @param ids one array for each table
 * @param numerics row by row
 * @param labels one for each row
 */
@SuppressWarnings("ArrayRecordComponent") // plain data for several engines
record Rows(int count, int[][] ids, float[] numerics, float[] labels) {
  /** How many different batches a measurement goes round. */
  private static final int BATCHES = 64;

  /** Batches for a model: ids are {@code floor(V u³)}, numbers uniform, labels random. */
  static List<Rows> batches(EmbeddingMlp model, int rows) {
    SplittableRandom random = new SplittableRandom(7);
    List<Rows> batches = new ArrayList<>();
    for (int b = 0; b < BATCHES; b++) {
      int[][] ids = new int[model.tables()][rows];
      float[] numerics = new float[rows * model.numerics()];
      float[] labels = new float[rows];
      for (int[] table : ids) {
        for (int i = 0; i < rows; i++) {
          double u = random.nextDouble();
          table[i] = (int) (model.vocabulary() * u * u * u);
        }
      }
      for (int i = 0; i < numerics.length; i++) {
        numerics[i] = (float) random.nextDouble();
      }
      for (int i = 0; i < rows; i++) {
        labels[i] =
            model.objective().isRegression() ? (float) random.nextDouble() : random.nextInt(2);
      }
      batches.add(new Rows(rows, ids, numerics, labels));
    }
    return batches;
  }
}
