package dev.inlay.estimator;

import java.util.ArrayList;
import java.util.List;

/** The losses of a training, step by step. */
final class Recorded implements StepListener {
  private final List<Double> losses = new ArrayList<>();
  private long lastStep;

  @Override
  public void afterStep(long globalStep, double loss) {
    losses.add(loss);
    lastStep = globalStep;
  }

  List<Double> losses() {
    return losses;
  }

  long lastStep() {
    return lastStep;
  }
}
