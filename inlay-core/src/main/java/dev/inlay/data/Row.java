package dev.inlay.data;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;

/**
 * One row of a batch, for conditions: {@code data.filter(row -> row.number("age") >= 18)}.
 *
 * @param batch the columns
 * @param index which row of them
 */
public record Row(Batch batch, int index) {
  /**
   * The number in a column that has one a row.
   *
   * @throws IllegalArgumentException if there is no such feature, or it is no single number
   */
  public double number(String feature) {
    return switch (single(feature)) {
      case Tensor.FloatTensor t -> t.data()[index];
      case Tensor.IntTensor t -> t.data()[index];
      case Tensor.LongTensor t -> t.data()[index];
      case Tensor.StringTensor t ->
          throw new IllegalArgumentException(
              "feature \"%s\", row %d: \"%s\" is text, not a number"
                  .formatted(feature, index, t.data()[index]));
    };
  }

  /**
   * The text of a column that has one value a row; numbers are printed.
   *
   * @throws IllegalArgumentException if there is no such feature, or it has several values a row
   */
  public String text(String feature) {
    return single(feature).text(index);
  }

  /** All of a feature's values in this row, as a column of one row. */
  public Value value(String feature) {
    return batch.feature(feature).rows(index, index + 1);
  }

  private Tensor single(String feature) {
    return switch (batch.feature(feature)) {
      case Tensor t when t.shape().size() == t.rows() -> t;
      case Tensor t ->
          throw new IllegalArgumentException(
              "feature \"%s\" has shape %s, not one value a row; use value(name)"
                  .formatted(feature, t.shape()));
      case Ragged _ ->
          throw new IllegalArgumentException(
              "feature \"%s\" has rows of different lengths; use value(name)".formatted(feature));
    };
  }
}
