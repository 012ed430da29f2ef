package dev.inlay.estimator;

import dev.inlay.feature.NumericColumn;
import dev.inlay.train.Loss;
import org.jspecify.annotations.Nullable;

/**
 * What all heads have in common.
 *
 * @param name stands behind the keys of metrics, {@code accuracy/click}, and says which label is
 *     meant where there are several; empty for none
 * @param weightColumn how much rows count; null if all count the same
 * @param lossReduction how the losses of rows become one number; null for what the generation of
 *     estimators does, see {@link Defaults}
 */
public record HeadOptions(
    String name, @Nullable NumericColumn weightColumn, Loss.@Nullable Reduction lossReduction) {
  /** No name, no weights, the usual reduction. */
  public static final HeadOptions NONE = new HeadOptions("", null, null);

  public HeadOptions {
    if (lossReduction == Loss.Reduction.NONE) {
      throw new IllegalArgumentException(
          "an estimator's loss is one number; choose another reduction than NONE");
    }
  }

  public HeadOptions withName(String newName) {
    return new HeadOptions(newName, weightColumn, lossReduction);
  }

  public HeadOptions withWeightColumn(NumericColumn column) {
    return new HeadOptions(name, column, lossReduction);
  }

  public HeadOptions withLossReduction(Loss.Reduction reduction) {
    return new HeadOptions(name, weightColumn, reduction);
  }

  /** A metric's key with the head's name behind it. */
  String key(String metric) {
    return name.isEmpty() ? metric : metric + "/" + name;
  }

  /**
   * Refuses a weight column of several numbers a row.
   *
   * @throws IllegalArgumentException if it is one
   */
  void checkOneWeight() {
    if (weightColumn != null && weightColumn.width() != 1) {
      throw new IllegalArgumentException(
          "weight column \"%s\" has %d numbers a row; a row has one weight"
              .formatted(weightColumn.key(), weightColumn.width()));
    }
  }
}
