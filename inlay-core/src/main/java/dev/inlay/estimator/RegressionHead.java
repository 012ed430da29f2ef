package dev.inlay.estimator;

import dev.inlay.graph.Node;
import dev.inlay.layer.ActivationFunction;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers: TensorFlow's {@code RegressionHead}, and with {@link #poisson} and {@link #logistic} its
 * {@code PoissonRegressionHead} and {@code LogisticRegressionHead}.
 *
 * @param labelDimension how many numbers are predicted for a row
 * @param loss of each number
 * @param inverseLink what makes predictions of logits; null if they are the predictions
 */
public record RegressionHead(
    int labelDimension,
    HeadLoss loss,
    @Nullable ActivationFunction inverseLink,
    HeadOptions options)
    implements SingleHead {
  public RegressionHead {
    if (labelDimension < 1) {
      throw new IllegalArgumentException(
          "label dimension %d; give 1 or more".formatted(labelDimension));
    }
  }

  /** One number a row, by the squared error. */
  public static RegressionHead of() {
    return of(1);
  }

  /** Several numbers a row, by the squared error. */
  public static RegressionHead of(int labelDimension) {
    return new RegressionHead(labelDimension, HeadLosses.SQUARED_ERROR, null, HeadOptions.NONE);
  }

  /** A count: its logarithm is learned, by the Poisson loss. */
  public static RegressionHead poisson() {
    return of().withLoss(HeadLosses.FULL_LOG_POISSON).withInverseLink(Activations.EXPONENTIAL);
  }

  /** A share from 0 to 1: its log-odds are learned, by the cross-entropy. */
  public static RegressionHead logistic() {
    return of().withLoss(HeadLosses.SIGMOID_CROSS_ENTROPY).withInverseLink(Activations.SIGMOID);
  }

  /**
   * One number a row, learned as its distance from a mean in units of a spread; predictions are in
   * the labels' own numbers, losses are not.
   */
  public static RegressionHead standardized(float mean, float scale) {
    return of().withLoss(new Standardized(mean, scale))
        .withInverseLink(new Standardized.Undone(mean, scale));
  }

  /** With so many numbers a row. */
  public RegressionHead withLabelDimension(int numbers) {
    return new RegressionHead(numbers, loss, inverseLink, options);
  }

  /** With another loss. */
  public RegressionHead withLoss(HeadLoss other) {
    return new RegressionHead(labelDimension, other, inverseLink, options);
  }

  /** With predictions that a function makes of logits. */
  public RegressionHead withInverseLink(ActivationFunction function) {
    return new RegressionHead(labelDimension, loss, function, options);
  }

  @Override
  public RegressionHead withOptions(HeadOptions others) {
    return new RegressionHead(labelDimension, loss, inverseLink, others);
  }

  @Override
  public int logitsDimension() {
    return labelDimension;
  }

  @Override
  public boolean weighsLogits() {
    return true;
  }

  @Override
  public TensorSpec labelSpec(String name) {
    return TensorSpec.of(name, DType.FLOAT32, Shape.batchOf(labelDimension));
  }

  @Override
  public Tensor labels(Value labels) {
    Tensor y = Labels.of(DType.FLOAT32, Shape.batchOf(labelDimension)).conform("label", labels);
    if (loss == HeadLosses.SIGMOID_CROSS_ENTROPY) {
      Classes.checkShares(y, "logistic regression wants shares");
    }
    if (loss == HeadLosses.LOG_POISSON || loss == HeadLosses.FULL_LOG_POISSON) {
      float[] counts = y.toFloats().data();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] < 0) {
          throw new IllegalArgumentException(
              "label, row %d: %s is below 0; Poisson regression wants counts"
                  .formatted(i / labelDimension, y.text(i)));
        }
      }
    }
    return y;
  }

  @Override
  public Node unweightedLoss(Node labels, Node logits) {
    return loss.of(labels, logits);
  }

  @Override
  public void measure(
      Node labels, Node logits, @Nullable Node weights, Map<String, EvalMetric> metrics) {
    measureMeans(
        labels, inverseLink == null ? logits : inverseLink.apply(logits), weights, metrics);
  }

  @Override
  public Map<String, Node> predictions(Scope scope, Node logits) {
    if (inverseLink == null) {
      return Map.of("predictions", logits);
    }
    Map<String, Node> predictions = new LinkedHashMap<>();
    predictions.put("predictions", inverseLink.apply(logits));
    predictions.put("logits", logits);
    return predictions;
  }
}
