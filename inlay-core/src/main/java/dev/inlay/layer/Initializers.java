package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.layer.VarianceScaling.Distribution;
import dev.inlay.layer.VarianceScaling.Mode;

/** First values without a setting. */
public enum Initializers implements Initializer {
  ZEROS(Constant.of(0)),
  ONES(Constant.of(1)),
  /** Uniform up to √(6 / (fan in + fan out)) (Glorot and Bengio 2010). */
  GLOROT_UNIFORM(new VarianceScaling(1, Mode.FAN_AVG, Distribution.UNIFORM)),
  GLOROT_NORMAL(new VarianceScaling(1, Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL)),
  /** Uniform up to √(6 / fan in) (He and others 2015). */
  HE_UNIFORM(new VarianceScaling(2, Mode.FAN_IN, Distribution.UNIFORM)),
  HE_NORMAL(new VarianceScaling(2, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL)),
  /** Uniform up to √(3 / fan in) (LeCun and others 1998). */
  LECUN_UNIFORM(new VarianceScaling(1, Mode.FAN_IN, Distribution.UNIFORM)),
  LECUN_NORMAL(new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL));

  private final Initializer origin;

  Initializers(Initializer origin) {
    this.origin = origin;
  }

  /** What these first values are, with their settings. */
  Initializer origin() {
    return origin;
  }

  @Override
  public void fill(Variable variable, long key) {
    origin.fill(variable, key);
  }
}
