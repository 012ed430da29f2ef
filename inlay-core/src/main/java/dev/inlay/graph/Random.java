package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * Random numbers of the first input's shape. Each is a function of the run's key, the stream and
 * the element's place alone (a counter-based generator), so neither threads nor shards change them.
 *
 * @param distribution what is drawn
 * @param stream tells the random ops of a graph apart
 */
public record Random(Distribution distribution, int stream) implements Op {
  /** What is drawn. */
  public enum Distribution {
    /** Uniform on [0, 1). */
    UNIFORM,
    /** Normal with mean 0 and deviation 1. */
    NORMAL
  }

  @Override
  public Shape shape(List<Shape> inputs) {
    return Rules.one(this, inputs);
  }

  @Override
  public DType dtype(List<DType> inputs) {
    return DType.FLOAT32;
  }
}
