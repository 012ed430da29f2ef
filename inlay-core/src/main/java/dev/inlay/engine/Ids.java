package dev.inlay.engine;

import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Source;

/**
 * The check that ids lie within their table, so that no step reads beyond it.
 *
 * @param source where the ids come from, for the message
 * @param each how many ids a row has; 0 if rows differ
 * @param limit the number of rows in the table
 */
record Ids(String source, int each, long limit) {
  static Ids of(Node ids, int each, long limit) {
    Node from = ids;
    while (from.op() instanceof Movement && !from.inputs().isEmpty()) {
      from = from.input(0);
    }
    String source =
        from.op() instanceof Source.Input(var spec)
            ? "input \"" + spec.name() + "\""
            : "ids " + ids;
    return new Ids(source, each, limit);
  }

  /**
   * Checks dense ids.
   *
   * @param row the batch row of the first one
   */
  void check(int[] ids, int at, int count, int row) {
    int largest = -1;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, ids[at + i]);
    }
    if (largest >= limit) {
      int i = 0;
      while (ids[at + i] < limit) {
        i++;
      }
      throw beyond(ids[at + i], row + i / Math.max(1, each));
    }
  }

  /** Checks the ids of the ragged rows {@code from} (inclusive) to {@code to} (exclusive). */
  void check(int[] ids, int[] splits, int from, int to) {
    for (int row = from; row < to; row++) {
      for (int i = splits[row]; i < splits[row + 1]; i++) {
        if (ids[i] >= limit) {
          throw beyond(ids[i], row);
        }
      }
    }
  }

  private IllegalArgumentException beyond(int id, int row) {
    return new IllegalArgumentException(
        "%s, row %d: id %d is outside of its table, whose ids run from 0 to %d; enlarge the table"
                .formatted(source, row, id, limit - 1)
            + " or mend the id");
  }
}
