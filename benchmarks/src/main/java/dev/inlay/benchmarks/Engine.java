package dev.inlay.benchmarks;

/** An engine that can train and ask the models of the workloads. */
interface Engine {
  /** Builds the model with random weights, ready to train. */
  Trainer trainer(Subject subject);

  /** Builds the model with random weights, ready to be asked. */
  Predictor predictor(EmbeddingMlp model);

  /** A model under training. */
  interface Trainer extends AutoCloseable {
    /** One step: forward, backward, update. Returns the loss, so that no engine can skip work. */
    float step(Rows rows);

    @Override
    void close();
  }

  /** A model that answers. */
  interface Predictor extends AutoCloseable {
    /** One output (a logit or a number) for each row. */
    float[] predict(Rows rows);

    @Override
    void close();
  }
}
