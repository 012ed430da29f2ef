package dev.inlay.engine;

import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Source;

/**
 * The check that ids lie within their table, or labels among their classes, so that no step reads
 * beyond them.
 *
 * @param source where the ids come from, for the message
 * @param each how many ids a row has; 0 if rows differ
 * @param labels whether they are labels, of which none may be missing
 * @param limit the number of rows in the table, or of classes
 */
record Ids(String source, int each, boolean labels, long limit) {
  static Ids of(Node ids, int each, long limit) {
    return new Ids(source(ids), each, false, limit);
  }

  static Ids labels(Node labels, int each, int classes) {
    return new Ids(source(labels), each, true, classes);
  }

  private static String source(Node ids) {
    Node from = ids;
    while (from.op() instanceof Movement && !from.inputs().isEmpty()) {
      from = from.input(0);
    }
    return from.op() instanceof Source.Input(var spec)
        ? "input \"" + spec.name() + "\""
        : "ids " + ids;
  }

  /**
   * Checks dense ids.
   *
   * @param row the batch row of the first one
   */
  void check(int[] ids, int at, int count, int row) {
    if (count == 1) {
      check(ids[at], row);
      return;
    }
    int largest = 0;
    int smallest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, ids[at + i]);
      smallest = Math.min(smallest, ids[at + i]);
    }
    if (count > 0 && (largest >= limit || (labels && smallest < 0))) {
      for (int i = 0; i < count; i++) {
        check(ids[at + i], row + i / Math.max(1, each));
      }
    }
  }

  /** Checks the ids of the ragged rows {@code from} (inclusive) to {@code to} (exclusive). */
  void check(int[] ids, int[] splits, int from, int to) {
    for (int row = from; row < to; row++) {
      for (int i = splits[row]; i < splits[row + 1]; i++) {
        check(ids[i], row);
      }
    }
  }

  private void check(int id, int row) {
    if (id >= limit || (labels && id < 0)) {
      throw new IllegalArgumentException(
          (labels
                  ? "%s, row %d: label %d is none of the classes, which run from 0 to %d"
                  : "%s, row %d: id %d is outside of its table, whose ids run from 0 to %d; enlarge"
                      + " the table or mend the id")
              .formatted(source, row, id, limit - 1));
    }
  }
}
