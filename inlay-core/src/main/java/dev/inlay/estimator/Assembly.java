package dev.inlay.estimator;

import dev.inlay.layer.Weights;
import dev.inlay.model.Model;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an estimator is made of, whatever its kind: how it is run, and its model function. */
interface Assembly extends ModelFn {
  Running running();

  /** What the model function can ask for by name. */
  default Map<String, Object> params() {
    return Map.of();
  }

  /** The tables of the model: new ones, or those of a model that is there already. */
  default Weights weights() {
    return new Weights(running().config().seed());
  }

  /** Whether the model function asks for features as they are, so that it has to see data first. */
  default boolean looksAtData() {
    return false;
  }

  /** The features that the model reads; empty for all. */
  default List<String> features() {
    return List.of();
  }

  /**
   * What a model directory keeps of it; null if it can't be kept.
   *
   * @throws IllegalArgumentException naming what can't be saved, such as a lambda
   */
  default @Nullable ModelDirectory saved() {
    return null;
  }

  /**
   * The model as layers.
   *
   * @param shared the weights that it has
   * @throws IllegalStateException if it isn't made of layers
   */
  default Model model(Weights shared) {
    throw new IllegalStateException(
        "a model function isn't made of layers; only canned estimators are, and those of models");
  }

  /** What training does, in a line: nobody should have to look the defaults up. */
  String describe();
}
