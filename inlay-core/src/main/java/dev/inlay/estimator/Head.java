package dev.inlay.estimator;

import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import java.util.List;
import java.util.Map;

/**
 * What a model's last numbers, its logits, mean: which labels they are compared with and how, what
 * is predicted from them, what is measured. Keys and meanings are those of TensorFlow's heads.
 */
sealed interface Head permits RegressionHead, BinaryHead, MultiClassHead {
  /** How many logits a row has. */
  int logits();

  /** The loss of a row: the mean, if several of its numbers are compared. */
  Loss loss();

  /** How many numbers of a row are compared. */
  int comparisons();

  /** What training makes small: as TensorFlow has it, a sum is over all numbers of all rows. */
  default Loss loss(Loss.Reduction reduction) {
    Loss mean = loss();
    Loss summed =
        reduction == Loss.Reduction.SUM && comparisons() > 1
            ? (y, logits) -> mean.perSample(y, logits).mul(comparisons())
            : mean;
    return summed.withReduction(reduction);
  }

  /**
   * Labels as the loss wants them.
   *
   * @throws IllegalArgumentException if their type, shape or a value doesn't suit
   */
  Tensor labels(Value labels);

  /** What is predicted, by key, a row for each row. */
  Map<String, Tensor> predictions(FloatTensor logits);

  /** What is measured besides losses. */
  List<Metric> metrics();

  /** What metrics compare with labels. */
  FloatTensor measured(FloatTensor logits);
}
