package dev.inlay.train;

import dev.inlay.engine.Stopwatch;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What callbacks see of a model that is being fitted, and may do to it. */
public interface Training {
  /** How many epochs are wanted. */
  int epochs();

  /** How many batches an epoch has; -1 while nobody knows. */
  int steps();

  /** How many steps the optimizer has made in the model's life. */
  int step();

  /** Ends training after the present batch. */
  void stop();

  /** The learning rate of the next step. */
  float learningRate();

  /**
   * Sets the learning rate from the next step on.
   *
   * @throws IllegalStateException if a schedule sets it
   */
  void learningRate(float rate);

  /**
   * Which way a number gets better that the fit reports.
   *
   * @param name as the logs name it, without {@code val_}
   * @return {@link Mode#AUTO} if there is no loss or metric of this name, or it can't tell
   */
  Mode direction(String name);

  /**
   * Has the time of steps told to a stopwatch; null for nobody. For the library's {@link Profiler}.
   */
  @SuppressWarnings("exports")
  void watch(@Nullable Stopwatch watch);

  /**
   * Lets weights and the averages that optimizers keep of them change places; a second time, back.
   * Nothing before the first step.
   *
   * @throws IllegalArgumentException if no optimizer keeps averages
   */
  void swapAverages();

  /** A copy of all weights as they are now. */
  Snapshot snapshot();

  /** Copies of all weights as they are now, by path. */
  Map<String, FloatTensor> weights();

  /** All weights as they are now, by path: the variables themselves, good until the next step. */
  Map<String, Variable> variables();

  /** The model's layers and shapes as text. */
  String summary();

  /** The values that the model predicts, and by their inputs all that leads to them. */
  List<Node> outputs();

  /** Writes the model with its optimizer's state. */
  void save(Path path) throws IOException;

  /** Weights of some moment. */
  interface Snapshot {
    /** Gives the model these weights again. */
    void restore();
  }
}
