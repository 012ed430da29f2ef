package dev.inlay.estimator;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes in numbers that change while a model is trained, for TensorBoard ({@code EventFile} of
 * inlay-formats) or whatever else shows them. For one thread at a time.
 */
public interface SummaryWriter extends AutoCloseable {
  /**
   * A number, under a tag such as {@code loss} or {@code
   * dnn/hiddenlayer_0/fraction_of_zero_values}.
   */
  void scalar(String tag, long step, double value);

  /** Many numbers, of which their distribution is of interest. */
  default void histogram(String tag, long step, FloatTensor values) {}

  /** What is computed: all that leads to some values. */
  default void graph(List<Node> outputs) {}

  /** What was taken in is safe now. */
  default void flush() {}

  @Override
  default void close() {}

  /** Opens a writer for a run. */
  @FunctionalInterface
  interface Factory {
    /**
     * A writer.
     *
     * @param directory where files of the run belong: the model directory, or the folder of an
     *     evaluation below it
     */
    SummaryWriter open(Path directory);
  }
}
