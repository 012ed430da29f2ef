package dev.inlay.train;

import dev.inlay.engine.Stopwatch;
import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A training whose weights are one number: the epoch at which they were made. */
final class FakeTraining implements Training {
  final List<Path> saved = new ArrayList<>();
  boolean stopped;
  int weights;
  private final int epochs;
  private final int steps;
  private float learningRate = 0.1f;

  FakeTraining(int epochs, int steps) {
    this.epochs = epochs;
    this.steps = steps;
  }

  @Override
  public int epochs() {
    return epochs;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public int step() {
    return 0;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public float learningRate() {
    return learningRate;
  }

  @Override
  public void learningRate(float rate) {
    learningRate = rate;
  }

  @Override
  public Mode direction(String name) {
    return switch (name) {
      case "loss" -> Mode.MIN;
      case "accuracy" -> Mode.MAX;
      default -> Mode.AUTO;
    };
  }

  @Override
  public void watch(@Nullable Stopwatch watch) {}

  @Override
  public void swapAverages() {}

  @Override
  public Snapshot snapshot() {
    int now = weights;
    return () -> weights = now;
  }

  @Override
  public Map<String, Variable> variables() {
    return Map.of();
  }

  @Override
  public Map<String, FloatTensor> weights() {
    return Map.of("epoch", Tensor.of((float) weights));
  }

  @Override
  public String summary() {
    return "one number";
  }

  @Override
  public List<Node> outputs() {
    return List.of();
  }

  @Override
  public void save(Path path) {
    saved.add(path);
  }
}
