package dev.inlay.benchmarks;

/** What is measured: a model as described to every engine, or a matrix product alone. */
sealed interface Subject permits EmbeddingMlp, LayerPair, Product {
  /** Numbers that a row has. */
  int numerics();

  /** Rows of a training step. */
  int batch();

  /** Products of an input and a weight for one row, going forward. */
  long products();
}
