package dev.inlay.train;

import dev.inlay.tensor.Shape;

/**
 * Whose arithmetic moves a weight: mostly the optimizer's own, but some leave weights to others.
 *
 * @param optimizer without the options of the one that it stands in for, but for its weight decay
 * @param pace how many times the learning rate in force it takes
 */
record Mover(Optimizer optimizer, float weightDecay, float pace) {
  /** Who moves a weight of a path and a shape in an optimizer's name. */
  static Mover of(Optimizer optimizer, String path, Shape shape) {
    Optimizer bare = optimizer instanceof Tuned tuned ? tuned.optimizer() : optimizer;
    if (bare instanceof Muon muon && !muon.moves(path, shape)) {
      float pace = muon.others().learningRateFactor();
      return new Mover(muon.others().optimizer(muon.rows()), muon.others().weightDecay(), pace);
    }
    return new Mover(bare, optimizer.options().weightDecay(), 1);
  }

  /** The same for weights of which all rows move at each step. */
  Mover ofAllRows() {
    return new Mover(optimizer.withRows(Rows.DENSE), weightDecay, pace);
  }

  /** Whether it has an {@link Aim}. */
  boolean hasAim() {
    return Aim.maker(optimizer) != null;
  }
}
