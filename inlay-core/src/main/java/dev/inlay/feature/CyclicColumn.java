package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.List;

/**
 * A part of a time as a point on a circle: the sine and the cosine of the part of the round that
 * has passed, so that 23 o'clock is next to 0. A missing value is the middle, 0 and 0.
 *
 * @param time the part
 */
public record CyclicColumn(TimeColumn time) implements DenseColumn {
  public CyclicColumn {
    if (!(time.part() instanceof TimePart.Cycle)) {
      throw new IllegalArgumentException(
          "column \"%s\": years don't come again; take the column as it is".formatted(time.name()));
    }
  }

  @Override
  public String name() {
    return time.name() + "_cyclic";
  }

  @Override
  public List<String> features() {
    return time.features();
  }

  @Override
  public int width() {
    return 2;
  }

  @Override
  public Node call(Scope scope, ColumnInputs inputs) {
    return inputs.numbers(this);
  }

  /** Sine and cosine for each row, shape {@code (rows, 2)}. */
  FloatTensor encode(Batch batch) {
    SparseIds ids = time.ids(batch);
    float[] points = new float[2 * ids.rows()];
    for (int row = 0; row < ids.rows(); row++) {
      int cells = ids.splits()[row + 1] - ids.splits()[row];
      if (cells > 1) {
        throw new IllegalArgumentException(
            "column \"%s\", row %d: %d times; a row has one".formatted(name(), row, cells));
      }
      if (cells == 1) {
        double round = 2 * Math.PI * ids.values()[ids.splits()[row]] / time.numBuckets();
        points[2 * row] = (float) Math.sin(round);
        points[2 * row + 1] = (float) Math.cos(round);
      }
    }
    return new FloatTensor(Shape.of(ids.rows(), 2), points);
  }
}
