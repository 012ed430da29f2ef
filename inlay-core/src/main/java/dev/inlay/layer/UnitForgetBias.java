package dev.inlay.layer;

import dev.inlay.graph.Variable;
import java.util.Arrays;

/**
 * The first bias of an LSTM that remembers at first (Jozefowicz and others 2015): 1 for the forget
 * gate, which is the second of four.
 *
 * @param others first values of the other gates
 */
record UnitForgetBias(Initializer others) implements Initializer {
  @Override
  public void fill(Variable variable, long key) {
    others.fill(variable, key);
    float[] bias = variable.values().array();
    Arrays.fill(bias, bias.length / 4, bias.length / 2, 1);
  }
}
