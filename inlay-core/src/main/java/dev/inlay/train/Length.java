package dev.inlay.train;

import dev.inlay.tensor.Table;

/** Σ w² of a weight of which a step sees some rows: what these change is added to a running sum. */
final class Length {
  private final Table weight;

  /** Whether the rows that a step doesn't see decay with the others. */
  private final boolean allDecay;

  /** The sum; NaN if it isn't known. */
  private double sum = Double.NaN;

  /** The part of the rows that the present step doesn't see. */
  private double others;

  Length(Table weight, boolean allDecay) {
    this.weight = weight;
    this.allDecay = allDecay;
  }

  /** The weight was changed from outside. */
  void forget() {
    sum = Double.NaN;
  }

  /**
   * The sum once weights have decayed.
   *
   * @param kept what they will keep of themselves
   */
  double squares(Aim.Patch patch, float kept, Tables tables) {
    double share = (double) kept * kept;
    double own = tables.squares(patch.values());
    if (patch.all()) {
      return share * own;
    }
    if (Double.isNaN(sum)) {
      sum = tables.squares(weight);
    }
    others = Math.max(0, sum - own) * (allDecay ? share : 1);
    return others + share * own;
  }

  /** The rows of the present step have moved. */
  void moved(Aim.Patch patch, Tables tables) {
    if (!patch.all()) {
      sum = others + tables.squares(patch.values());
    }
  }
}
