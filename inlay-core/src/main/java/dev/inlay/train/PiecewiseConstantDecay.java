package dev.inlay.train;

import java.util.List;

/**
 * A rate for each stretch of steps.
 *
 * @param boundaries the last steps of all stretches but the last, rising
 * @param values one rate more than boundaries
 */
public record PiecewiseConstantDecay(List<Integer> boundaries, List<Float> values)
    implements LearningRate {
  public PiecewiseConstantDecay {
    boundaries = List.copyOf(boundaries);
    values = List.copyOf(values);
    if (values.size() != boundaries.size() + 1) {
      throw new IllegalArgumentException(
          "%d boundaries want %d values, got %d"
              .formatted(boundaries.size(), boundaries.size() + 1, values.size()));
    }
  }

  @Override
  public float at(int step) {
    int i = 0;
    while (i < boundaries.size() && step > boundaries.get(i)) {
      i++;
    }
    return values.get(i);
  }
}
