package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.engine.Run;
import dev.inlay.graph.Node;
import dev.inlay.layer.IdRange;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.Labels;
import dev.inlay.train.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A trace with labels, losses and what metrics need: the total loss is the weighted sum of the
 * outputs' losses and all penalties.
 */
final class Objective {
  private static final String WEIGHTS = "(sample weights) ";

  private final Trace trace;
  private final List<Labels> labels = new ArrayList<>();
  private final List<Node> inputs;
  private final List<Node> outputs = new ArrayList<>();
  private final List<Integer> maskPlaces = new ArrayList<>();
  private final List<IdRange> computedIds;
  private final int firstPrediction;

  /**
   * Adds losses to a trace.
   *
   * @param weightAxes how many axes the sample weights of each output have, as in a {@link Feed}
   * @param predictions whether predictions are wanted too
   */
  Objective(Trace trace, Compile settings, List<Integer> weightAxes, boolean predictions) {
    this.trace = trace;
    this.inputs = new ArrayList<>(trace.inputs());
    this.computedIds = trace.computedIds();
    checkNames(settings.losses().keySet());
    checkNames(settings.lossWeights().keySet());
    checkNames(settings.outputMetrics().keySet());
    checkNames(settings.outputWeightedMetrics().keySet());
    List<Node> labelNodes = new ArrayList<>();
    for (int i = 0; i < trace.outputs().size(); i++) {
      Shape shape = trace.outputs().get(i).shape();
      // How many rows a batch has is looked at when it is cut.
      Labels wanted =
          loss(settings, i).labels(shape.rank() == 0 ? shape : shape.withDim(0, Shape.UNKNOWN));
      labels.add(wanted);
      labelNodes.add(trace.graph().input(wanted.spec("(label) " + name(i))));
    }
    inputs.addAll(labelNodes);
    List<Node> losses = new ArrayList<>();
    Node total = null;
    for (int i = 0; i < labelNodes.size(); i++) {
      Node prediction = trace.outputs().get(i);
      Node weights = weightAxes.isEmpty() ? null : weights(i, weightAxes.get(i));
      Node loss =
          loss(settings, i)
              .of(labelNodes.get(i), prediction, weights, trace.scope().mask(prediction));
      losses.add(loss);
      float factor = settings.lossWeights().getOrDefault(name(i), 1f);
      Node part = factor == 1 ? loss : loss.mul(factor);
      total = total == null ? part : total.add(part);
    }
    for (Node penalty : trace.scope().losses()) {
      total = total == null ? penalty : total.add(penalty);
    }
    if (total == null || total.shape().rank() != 0) {
      throw new IllegalArgumentException(
          "a loss with reduction NONE gives no single number; choose another to train or evaluate");
    }
    outputs.add(total);
    if (losses.size() > 1) {
      outputs.addAll(losses);
    }
    firstPrediction = outputs.size();
    if (predictions) {
      outputs.addAll(trace.outputs());
      for (Node prediction : trace.outputs()) {
        Node mask = trace.scope().mask(prediction);
        maskPlaces.add(mask == null ? -1 : outputs.size());
        if (mask != null) {
          outputs.add(mask);
        }
      }
    }
    computedIds.forEach(range -> outputs.add(range.ids()));
  }

  /** An input for an output's sample weights; null if it has none. */
  private @Nullable Node weights(int output, int axes) {
    if (axes == 0) {
      return null;
    }
    int[] dims = new int[axes];
    Arrays.fill(dims, Shape.UNKNOWN);
    Node weights =
        trace.graph().input(TensorSpec.of(WEIGHTS + name(output), DType.FLOAT32, Shape.of(dims)));
    inputs.add(weights);
    return weights;
  }

  /**
   * The sample weights of a batch for each output.
   *
   * @return nothing if no output has any; null for an output that has none
   * @throws IllegalArgumentException naming an output that there isn't
   */
  List<@Nullable FloatTensor> weights(Batch batch) {
    Map<String, FloatTensor> single = batch.outputWeights();
    if (single.isEmpty() && batch.sampleWeights() == null) {
      return List.of();
    }
    checkNames(single.keySet());
    List<@Nullable FloatTensor> weights = new ArrayList<>();
    for (String name : trace.outputNames()) {
      weights.add(single.getOrDefault(name, batch.sampleWeights()));
    }
    return weights;
  }

  private void checkNames(Set<String> names) {
    Set<String> unknown = new HashSet<>(names);
    unknown.removeAll(Set.copyOf(trace.outputNames()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no output %s; the model's outputs are %s".formatted(unknown, trace.outputNames()));
    }
  }

  private Loss loss(Compile settings, int output) {
    return settings.lossOf(name(output));
  }

  private String name(int output) {
    return trace.outputNames().get(output);
  }

  Trace trace() {
    return trace;
  }

  /** What a run is given: features, labels, and weights if there are any. */
  List<Node> inputs() {
    return inputs;
  }

  /** What a run gives. */
  List<Node> outputs() {
    return outputs;
  }

  /** The total loss. */
  Node loss() {
    return outputs.getFirst();
  }

  /**
   * The labels of a batch in the order of the outputs, checked; a single label needs no name.
   *
   * @throws IllegalArgumentException naming what is missing or doesn't suit
   */
  List<Tensor> labels(Batch batch) {
    List<Tensor> tensors = new ArrayList<>();
    Map<String, Value> given = batch.labels();
    if (given.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no labels; give y, or a Dataset with a label (withLabel)");
    }
    if (labels.size() == 1 && given.size() == 1) {
      Map.Entry<String, Value> only = given.entrySet().iterator().next();
      return List.of(label(0, only.getValue()));
    }
    Set<String> names = Set.copyOf(trace.outputNames());
    if (!given.keySet().equals(names)) {
      throw new IllegalArgumentException(
          "the model's outputs are %s, so it wants labels of these names; got %s"
              .formatted(trace.outputNames(), given.keySet()));
    }
    for (int i = 0; i < labels.size(); i++) {
      tensors.add(label(i, batch.label(name(i))));
    }
    return tensors;
  }

  /** One output's labels, checked. */
  Tensor label(int output, Value given) {
    String what = labels.size() == 1 ? "labels" : "labels of output \"" + name(output) + "\"";
    return labels.get(output).conform(what, given);
  }

  float loss(Run run) {
    return run.outputArray(0)[run.outputOffset(0)];
  }

  /** An output's own loss; of a single output, the total one. */
  float outputLoss(Run run, int output) {
    int place = 1 + output;
    return run.outputArray(place)[run.outputOffset(place)];
  }

  Tensor prediction(Run run, int output) {
    return run.output(firstPrediction + output);
  }

  /** Which of an output's predictions count; null for all. */
  @Nullable Tensor mask(Run run, int output) {
    int place = maskPlaces.get(output);
    return place < 0 ? null : run.output(place);
  }

  /** An output's labels within a feed. */
  Tensor label(Feed feed, int output) {
    return feed.tensor(trace.inputs().size() + output);
  }

  /** Ids that a run works out, its last outputs. */
  List<IdRange> computedIds() {
    return computedIds;
  }
}
