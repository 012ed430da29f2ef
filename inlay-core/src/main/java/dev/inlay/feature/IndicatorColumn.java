package dev.inlay.feature;

import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import java.util.List;

/**
 * How often each category stands in a row: TensorFlow's {@code indicator_column}. With weights, the
 * sum of a category's weights. Over a {@link SequenceCategoricalColumn}, a one among zeros for each
 * step.
 */
public record IndicatorColumn(CategoricalColumn categorical)
    implements DenseColumn, SequenceDenseColumn {
  public static IndicatorColumn of(CategoricalColumn categorical) {
    return new IndicatorColumn(categorical);
  }

  @Override
  public String name() {
    return categorical.name() + "_indicator";
  }

  @Override
  public List<String> features() {
    return categorical.features();
  }

  @Override
  public int width() {
    return categorical.numBuckets();
  }

  @Override
  public Node call(Scope scope, ColumnInputs inputs) {
    return inputs.counts(categorical);
  }

  @Override
  public Node steps(Scope scope, ColumnInputs inputs) {
    return inputs.stepCounts(categorical);
  }
}
