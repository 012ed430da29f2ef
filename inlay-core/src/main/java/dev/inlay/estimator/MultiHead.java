package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Loss;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several heads over one model: TensorFlow's {@code MultiHead}. Logits are shared out among them in
 * order, labels go by the heads' names, and the loss is the sum of theirs. Predictions and metrics
 * have the head's name in their keys: {@code click/logits}, {@code accuracy/click}. Heads may all
 * be of steps.
 *
 * @param heads each with a name
 * @param headWeights how much the loss of each head counts; empty if all count the same
 */
public record MultiHead(List<Head> heads, List<Float> headWeights, HeadOptions options)
    implements Head {
  /**
   * @throws IllegalArgumentException if there are no heads, one has no name or that of another,
   *     some are of steps and others not, or there is not a weight for each
   */
  public MultiHead {
    heads = List.copyOf(heads);
    headWeights = List.copyOf(headWeights);
    Set<String> names = new HashSet<>();
    for (Head head : heads) {
      if (head.options().name().isEmpty() || !names.add(head.options().name())) {
        throw new IllegalArgumentException(
            "heads named %s; give each a name of its own with withName"
                .formatted(heads.stream().map(h -> "\"" + h.options().name() + "\"").toList()));
      }
    }
    if (heads.stream().map(Head::isOfSteps).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "heads %s have logits of steps, others of rows; make each a SequenceHead or none"
              .formatted(
                  heads.stream().filter(Head::isOfSteps).map(h -> h.options().name()).toList()));
    }
    if (heads.isEmpty() || (!headWeights.isEmpty() && headWeights.size() != heads.size())) {
      throw new IllegalArgumentException(
          "%d heads and %d weights; give a head or more, and a weight for each or none"
              .formatted(heads.size(), headWeights.size()));
    }
  }

  /** Heads that count the same. */
  public static MultiHead of(Head... heads) {
    return new MultiHead(List.of(heads), List.of(), HeadOptions.NONE);
  }

  /** With losses that count so much. */
  public MultiHead withHeadWeights(float... weights) {
    List<Float> boxed = new ArrayList<>();
    for (float weight : weights) {
      boxed.add(weight);
    }
    return new MultiHead(heads, boxed, options);
  }

  @Override
  public MultiHead withOptions(HeadOptions others) {
    if (others.weightColumn() != null) {
      throw new IllegalArgumentException(
          "weights belong to single heads; give each head its weight column");
    }
    return new MultiHead(heads, headWeights, others);
  }

  @Override
  public int logitsDimension() {
    return heads.stream().mapToInt(Head::logitsDimension).sum();
  }

  @Override
  public boolean isOfSteps() {
    return heads.getFirst().isOfSteps();
  }

  @Override
  public Map<String, Value> encode(Batch rows) {
    return encode(rows, null);
  }

  /**
   * The labels and weights of all heads.
   *
   * @throws IllegalArgumentException if a head has no label of its name
   */
  @Override
  public Map<String, Value> encode(Batch rows, @Nullable FloatTensor steps) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (Head head : heads) {
      if (!rows.labels().containsKey(head.options().name())) {
        throw new IllegalArgumentException(
            "there is no label for head \"%s\"; the data has labels %s"
                .formatted(head.options().name(), rows.labels().keySet()));
      }
      values.putAll(head.encode(rows, steps));
    }
    return values;
  }

  /** Each head's logits; their steps are masked as all are. */
  private Map<Head, Node> split(Scope scope, Node logits) {
    Map<Head, Node> parts = new LinkedHashMap<>();
    int at = 0;
    for (Head head : heads) {
      Node part = logits.slice(logits.shape().rank() - 1, at, at + head.logitsDimension());
      scope.mask(part, scope.mask(logits));
      parts.put(head, part);
      at += head.logitsDimension();
    }
    return parts;
  }

  private Loss.Reduction reduction(Loss.Reduction usual) {
    return options.lossReduction() == null ? usual : options.lossReduction();
  }

  @Override
  public Node loss(Scope scope, Node logits, Loss.Reduction usual) {
    List<Node> losses = new ArrayList<>();
    split(scope, logits)
        .forEach((head, part) -> losses.add(head.loss(scope, part, reduction(usual))));
    Node total = weighted(losses, 0);
    for (int i = 1; i < losses.size(); i++) {
      total = total.add(weighted(losses, i));
    }
    return total;
  }

  private Node weighted(List<Node> losses, int i) {
    return headWeights.isEmpty() ? losses.get(i) : losses.get(i).mul(headWeights.get(i));
  }

  @Override
  public Map<String, EvalMetric> metrics(Scope scope, Node logits, Loss.Reduction usual) {
    Map<String, EvalMetric> metrics = new LinkedHashMap<>();
    split(scope, logits)
        .forEach(
            (head, part) -> {
              Node loss = head.loss(scope, part, reduction(usual));
              metrics.put("loss/" + head.options().name(), EvalMetric.mean(loss));
              metrics.putAll(head.metrics(scope, part, reduction(usual)));
            });
    return metrics;
  }

  @Override
  public Map<String, Node> predictions(Scope scope, Node logits) {
    Map<String, Node> predictions = new LinkedHashMap<>();
    split(scope, logits)
        .forEach(
            (head, part) ->
                head.predictions(scope, part)
                    .forEach(
                        (key, node) -> predictions.put(head.options().name() + "/" + key, node)));
    return predictions;
  }

  @Override
  public Map<String, Tensor> finish(Map<String, Tensor> numbers) {
    Map<String, Tensor> predictions = new LinkedHashMap<>();
    for (Head head : heads) {
      String prefix = head.options().name() + "/";
      Map<String, Tensor> own = new LinkedHashMap<>();
      numbers.forEach(
          (key, value) -> {
            if (key.startsWith(prefix)) {
              own.put(key.substring(prefix.length()), value);
            }
          });
      head.finish(own).forEach((key, value) -> predictions.put(prefix + key, value));
    }
    return predictions;
  }
}
