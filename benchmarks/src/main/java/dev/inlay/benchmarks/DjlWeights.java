package dev.inlay.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Dense weights in DJL with an optimizer written in its operations. */
final class DjlWeights {
  static final float EPSILON = 1e-7f;

  private final NDManager manager;
  private final boolean adam;
  private final float learningRate;
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray[]> slots = new ArrayList<>();
  private int steps;

  private DjlWeights(NDManager manager, boolean adam, float learningRate) {
    this.manager = manager;
    this.adam = adam;
    this.learningRate = learningRate;
  }

  static DjlWeights withAdam(NDManager manager, float learningRate) {
    return new DjlWeights(manager, true, learningRate);
  }

  static DjlWeights withAdagrad(NDManager manager, float learningRate) {
    return new DjlWeights(manager, false, learningRate);
  }

  /** Adds a weight, and gives it. */
  NDArray add(float[] values, Shape shape) {
    NDArray array = manager.create(values, shape);
    array.setRequiresGradient(true);
    weights.add(array);
    slots.add(
        adam
            ? new NDArray[] {manager.zeros(shape), manager.zeros(shape)}
            : new NDArray[] {manager.full(shape, 0.1f)});
    return array;
  }

  NDArray get(int index) {
    return weights.get(index);
  }

  int size() {
    return weights.size();
  }

  /** Adam's learning rate with the corrections for the present step. */
  float adamRate() {
    return (float)
        (learningRate * Math.sqrt(1 - Math.pow(0.999, steps)) / (1 - Math.pow(0.9, steps)));
  }

  /** Moves all weights by their gradients, and sets these to zero. */
  void update(NDManager step) {
    steps++;
    for (int i = 0; i < weights.size(); i++) {
      NDArray w = weights.get(i);
      NDArray[] slot = slots.get(i);
      NDArray g = w.getGradient();
      g.attach(step);
      if (adam) {
        w.getNDArrayInternal()
            .adamUpdate(
                new NDList(w, g, slot[0], slot[1]),
                new NDList(w),
                adamRate(),
                adamRate(),
                0,
                1,
                0,
                0.9f,
                0.999f,
                EPSILON,
                true,
                false);
      } else {
        w.setRequiresGradient(false);
        slot[0].addi(g.square());
        NDArray sum = slot[0].add(EPSILON);
        NDArray root = sum.sqrt();
        new NDList(sum, root).attach(step);
        w.subi(g.mul(learningRate).div(root));
        w.setRequiresGradient(true);
      }
      g.subi(g);
    }
  }
}
