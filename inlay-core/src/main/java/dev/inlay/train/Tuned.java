package dev.inlay.train;

import java.util.List;

/** An optimizer with {@link Options}. Made by the {@code with} methods of {@link Optimizer}. */
public record Tuned(Optimizer optimizer, Options options) implements Optimizer {
  public Tuned {
    if (optimizer instanceof Tuned || optimizer instanceof MultiOptimizer) {
      throw new IllegalArgumentException(
          "options of %s; make them by its withOptions".formatted(optimizer.kind()));
    }
  }

  @Override
  public LearningRate learningRate() {
    return optimizer.learningRate();
  }

  @Override
  public Rows rows() {
    return optimizer.rows();
  }

  @Override
  public List<Slot> slots() {
    return optimizer.slots();
  }

  @Override
  public Tuned withLearningRate(LearningRate rate) {
    return new Tuned(optimizer.withLearningRate(rate), options);
  }

  @Override
  public Tuned withRows(Rows treatment) {
    return new Tuned(optimizer.withRows(treatment), options);
  }

  @Override
  public Tuned withOptions(Options others) {
    return new Tuned(optimizer, others);
  }

  @Override
  public String kind() {
    return optimizer.kind();
  }
}
