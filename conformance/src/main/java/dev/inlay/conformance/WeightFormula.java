package dev.inlay.conformance;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;

/** The formulas that give the article's programs their first weights; biases are zeros. */
enum WeightFormula {
  /** Steps of 0.1 from -0.25 to 0.35. */
  A_MOD7 {
    @Override
    float at(int i, double limit) {
      return (float) (0.1 * (i % 7) - 0.25);
    }
  },
  /** From -limit to limit in steps of 2/101, well mixed. */
  B_MOD101 {
    @Override
    float at(int i, double limit) {
      return (float) ((i * 37L % 101 / 101.0 - 0.5) * 2 * limit);
    }
  };

  /** The value at a place in row-major order. */
  abstract float at(int i, double limit);

  static WeightFormula of(String name) {
    for (WeightFormula formula : values()) {
      if (formula.name().equalsIgnoreCase(name)) {
        return formula;
      }
    }
    throw new UnsupportedOperationException("weight formula " + name);
  }

  /** All values of a weight: a table, a kernel by Glorot's limit, or a bias. */
  FloatTensor fill(String path, Shape shape) {
    float[] values = new float[shape.intSize()];
    if (shape.rank() == 2) {
      boolean table = path.contains("embedding");
      double limit = table ? 0.05 : Math.sqrt(6.0 / (shape.dim(0) + shape.dim(1)));
      for (int i = 0; i < values.length; i++) {
        values[i] = at(i, limit);
      }
    }
    return Tensor.of(shape, values);
  }
}
