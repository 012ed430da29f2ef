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
  /** How many different batches a measurement goes round, unless they are large. */
  private static final int BATCHES = 64;

  private static final int FEWEST = 4;
  private static final int MOST_NUMBERS = 1 << 24;

  /** Batches for a model: ids are {@code floor(V u³)}, numbers uniform, labels random. */
  static List<Rows> batches(Subject subject, int rows) {
    SplittableRandom random = new SplittableRandom(7);
    List<Rows> batches = new ArrayList<>();
    int count = Math.min(BATCHES, Math.max(FEWEST, MOST_NUMBERS / (rows * subject.numerics() + 1)));
    for (int b = 0; b < count; b++) {
      int[][] ids =
          switch (subject) {
            case EmbeddingMlp model -> ids(model, rows, random);
            case LayerPair _ -> new int[0][];
            case Product product -> throw product.hasNoSteps();
          };
      float[] numerics = new float[rows * subject.numerics()];
      float[] labels = new float[rows];
      for (int i = 0; i < numerics.length; i++) {
        numerics[i] = (float) random.nextDouble();
      }
      boolean classes = subject instanceof EmbeddingMlp m && !m.objective().isRegression();
      for (int i = 0; i < rows; i++) {
        labels[i] = classes ? random.nextInt(2) : (float) random.nextDouble();
      }
      batches.add(new Rows(rows, ids, numerics, labels));
    }
    return batches;
  }

  private static int[][] ids(EmbeddingMlp model, int rows, SplittableRandom random) {
    int[][] ids = new int[model.tables()][rows];
    for (int[] table : ids) {
      for (int i = 0; i < rows; i++) {
        double u = random.nextDouble();
        table[i] = (int) (model.vocabulary() * u * u * u);
      }
    }
    return ids;
  }
}
