package dev.inlay.benchmarks;

import dev.inlay.train.Rows;
import java.util.List;

/**
 * The model of all workloads: numbers and the embeddings of categories side by side, hidden layers
 * with ReLU, one output.
 *
 * @param numerics how many numbers a row has
 * @param tables how many categories a row has, each with an embedding table of its own
 * @param vocabulary rows of each table
 * @param dimension floats of each row
 * @param hidden units of the hidden layers
 * @param objective loss and optimizer
 * @param moved what becomes of a table's rows that a batch didn't look up, as Inlay does it; peers
 *     leave them as they are
 * @param batch rows of a training step
 */
record EmbeddingMlp(
    int numerics,
    int tables,
    int vocabulary,
    int dimension,
    List<Integer> hidden,
    Objective objective,
    Rows moved,
    int batch)
    implements Subject {

  /** A loss with the optimizer that goes with it in the workloads. */
  enum Objective {
    /** Mean squared error, Adam at 0.001. */
    REGRESSION,
    /** Binary cross-entropy from logits, Adagrad at 0.01 from accumulators of 0.1. */
    CLICKS,
    /** As {@link #CLICKS} at 0.05. */
    INCOME;

    boolean isRegression() {
      return this == REGRESSION;
    }

    float learningRate() {
      return switch (this) {
        case REGRESSION -> 0.001f;
        case CLICKS -> 0.01f;
        case INCOME -> 0.05f;
      };
    }
  }

  /** The same with other tables. */
  EmbeddingMlp withVocabulary(int rows) {
    return new EmbeddingMlp(numerics, tables, rows, dimension, hidden, objective, moved, batch);
  }

  /** Floats that enter the first hidden layer. */
  int width() {
    return numerics + tables * dimension;
  }

  @Override
  public long products() {
    long products = 0;
    int from = width();
    for (int units : hidden) {
      products += (long) from * units;
      from = units;
    }
    return products + from;
  }
}
