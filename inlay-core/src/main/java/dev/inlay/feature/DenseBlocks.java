package dev.inlay.feature;

import dev.inlay.graph.Node;
import dev.inlay.layer.RowEncoder;
import dev.inlay.layer.Scope;
import java.util.List;

/**
 * Dense columns, each an output of its own; made by {@link DenseFeatures#blocks}.
 *
 * @param features the columns
 */
record DenseBlocks(DenseFeatures features) implements RowEncoder {
  @Override
  public Encoder encoder() {
    return features.encoder();
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return features.blocks(
        scope, ColumnInputs.of(ColumnEncoder.of(features.columns()), scope, this));
  }
}
