package dev.inlay.estimator;

import dev.inlay.layer.Weights;
import java.util.Map;

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

  /** What training does, in a line: nobody should have to look the defaults up. */
  String describe();
}
