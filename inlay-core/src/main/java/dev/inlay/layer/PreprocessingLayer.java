package dev.inlay.layer;

import dev.inlay.tensor.Value;
import java.util.List;

/**
 * A layer that prepares data and has no weights to train: what it knows of the data is a setting.
 * It is used in one of three ways.
 *
 * <ul>
 *   <li>On values, at once: {@code lookup.apply(Tensor.of("a", "b"))}.
 *   <li>On a data set: {@code data.map(batch -> batch.withFeature("id",
 *       lookup.apply(batch.feature("name"))))}.
 *   <li>In a model, where it is saved with the rest. What turns texts or 64-bit numbers into ids
 *       then runs on the data side, on whatever thread, before a batch is fed; it may read inputs
 *       of the model and what other such layers make of them.
 * </ul>
 */
public interface PreprocessingLayer extends Layer {
  /**
   * The output for some values. Integers come out as {@code INT32}, or as {@code INT64} where they
   * are terms of a vocabulary; everything else is {@code FLOAT32} or text. Rows of different
   * lengths stay so where each element is turned into one.
   *
   * @throws IllegalArgumentException if the values don't suit the layer
   */
  default Value apply(Value... inputs) {
    return applyAll(inputs).getFirst();
  }

  /** All outputs for some values, of a layer that has several. */
  default List<Value> applyAll(Value... inputs) {
    return Applied.to(this, inputs);
  }
}
