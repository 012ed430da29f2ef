package dev.inlay.layer;

import dev.inlay.graph.Variable;

/**
 * First values of a weight. The library's initializers are records; one that isn't can't be saved
 * with a model.
 */
public interface Initializer {
  /**
   * Writes first values into a variable.
   *
   * @param variable where to, zeros before
   * @param key what random numbers are a function of: equal keys give equal values
   */
  void fill(Variable variable, long key);
}
