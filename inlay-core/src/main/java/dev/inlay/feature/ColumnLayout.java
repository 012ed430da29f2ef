package dev.inlay.feature;

import dev.inlay.layer.Json;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * Where each column stands in what a model reads, and which table it reads itself. Equal columns
 * give the same layout and the same {@link #toJson}, so that two models' may be compared.
 *
 * @param slots in the order in which the model has them
 */
public record ColumnLayout(List<Slot> slots) {
  public ColumnLayout {
    slots = List.copyOf(slots);
  }

  /**
   * One column.
   *
   * @param column its name
   * @param kind of column, named by its class
   * @param features that it reads
   * @param from the first of its numbers in the row of numbers that the model reads
   * @param to the place after its last number; equal to {@code from} for one that has only weights
   * @param table the path of its table, within its layer or, of a shared one, within the model;
   *     empty if it has none
   * @param rows of the table
   * @param dimension the length of a row of the table
   */
  public record Slot(
      String column,
      String kind,
      List<String> features,
      int from,
      int to,
      String table,
      int rows,
      int dimension) {
    public Slot {
      features = List.copyOf(features);
    }
  }

  static ColumnLayout of(List<? extends FeatureColumn> columns) {
    List<Slot> slots = new ArrayList<>();
    int from = 0;
    for (FeatureColumn column : columns) {
      int to = from + width(column);
      slots.add(
          switch (column) {
            case EmbeddingColumn c ->
                slot(c, from, to, c.variable("embedding_weights"), c.categorical(), c.dimension());
            case SharedEmbeddingColumn c ->
                slot(
                    c,
                    from,
                    to,
                    Names.path(c.shared().tableName()),
                    c.categorical(),
                    c.shared().dimension());
            case CategoricalColumn _, DenseColumn _, SequenceDenseColumn _ ->
                new Slot(column.name(), kind(column), column.features(), from, to, "", 0, 0);
          });
      from = to;
    }
    return new ColumnLayout(slots);
  }

  private static Slot slot(
      FeatureColumn column, int from, int to, String table, CategoricalColumn ids, int dimension) {
    return new Slot(
        column.name(),
        kind(column),
        column.features(),
        from,
        to,
        table,
        ids.numBuckets(),
        dimension);
  }

  /** The layout of a linear model: every column has a table of weights. */
  static ColumnLayout ofWeights(List<? extends FeatureColumn> columns, int units) {
    List<Slot> slots = new ArrayList<>();
    for (FeatureColumn column : columns) {
      int rows = column instanceof CategoricalColumn ids ? ids.numBuckets() : width(column);
      slots.add(
          new Slot(
              column.name(),
              kind(column),
              column.features(),
              0,
              0,
              column.variable("weights"),
              rows,
              units));
    }
    return new ColumnLayout(slots);
  }

  private static int width(FeatureColumn column) {
    return switch (column) {
      case DenseColumn c -> c.width();
      case SequenceDenseColumn c -> c.width();
      case CategoricalColumn _ -> 0;
    };
  }

  private static String kind(FeatureColumn column) {
    return column.getClass().getSimpleName();
  }

  /** As JSON, for a file beside a model. */
  public String toJson() {
    return Json.write(FeatureColumn.CONFIG.write(this));
  }

  /**
   * What {@link #toJson} has written.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static ColumnLayout ofJson(String text) {
    return FeatureColumn.CONFIG.read(Json.read(text, "a column layout"), ColumnLayout.class);
  }

  /** As a table for people. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    try (var lines = new Formatter(text, Locale.ROOT)) {
      for (Slot slot : slots) {
        String numbers = slot.from == slot.to ? "" : "[%d, %d)".formatted(slot.from, slot.to);
        String table =
            slot.table.isEmpty()
                ? ""
                : "%s %,d × %d".formatted(slot.table, slot.rows, slot.dimension);
        lines.format(
            "%-12s %s %s of %s  %s%n",
            numbers, slot.column, slot.kind, String.join(", ", slot.features), table);
      }
    }
    return text.toString();
  }
}
