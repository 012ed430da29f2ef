package dev.inlay.benchmarks;

/** What is trained or asked: a model as described to every engine. */
sealed interface Subject permits EmbeddingMlp, LayerPair {
  /** Numbers that a row has. */
  int numerics();

  /** Rows of a training step. */
  int batch();

  /** Products of an input and a weight for one row, going forward. */
  long products();
}
