package dev.inlay.engine;

import dev.inlay.kernel.Kernels;

/** One worker's memory for the body of a loop, and how the body is run on some rows. */
final class Body {
  private final Bound bound;
  private final Memory memory;
  private final Frame frame;
  private final Step[][] wholeSteps;
  private final Step[][] shardSteps;
  private final float[][] floats;
  private final int[][] ints;
  private boolean begun;

  Body(Bound bound, Kernels kernels) {
    this.bound = bound;
    this.memory = new Memory(bound.layout, bound.levels, bound.factorInputs, bound.rights);
    this.frame = new Frame(memory, kernels);
    this.wholeSteps = bound.steps(true, null, frame);
    this.shardSteps = bound.steps(false, null, frame);
    this.floats = new float[bound.inputs.size()][0];
    this.ints = new int[bound.inputs.size()][0];
  }

  /**
   * Turns to the rows of a loop.
   *
   * @param before how many rows of the batch stand before them
   */
  void begin(int rows, long before) {
    memory.fitLoop(bound.inputs.size(), rows);
    frame.before = before;
    frame.turnTo(0, 0, rows, rows);
    begun = false;
  }

  /** Has an input read where its values are. */
  void place(int input, Object array, int start) {
    memory.place(input, array, start);
  }

  /** A place of an input's own, for so many numbers. */
  Object room(int input, boolean ofInts, int size) {
    if (ofInts && ints[input].length < size) {
      ints[input] = new int[size];
    } else if (!ofInts && floats[input].length < size) {
      floats[input] = new float[size];
    }
    Object room = ofInts ? ints[input] : floats[input];
    memory.place(input, room, 0);
    return room;
  }

  /** Computes a step. What has nothing to do with rows is computed in the first only. */
  void run(long key) {
    memory.turnTo(key);
    for (int level = 0; level < bound.levels; level++) {
      if (!begun) {
        for (Step step : wholeSteps[level]) {
          step.run(frame);
        }
      }
      for (Step step : shardSteps[level]) {
        step.run(frame);
      }
    }
    begun = true;
  }

  float[] output(int index) {
    return frame.floats(bound.outputs.get(index));
  }

  int outputStart(int index) {
    return frame.at(bound.outputs.get(index));
  }
}
