package dev.inlay.train;

import dev.inlay.engine.Slots;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer finds out about all of a weight before its {@link Rule} moves it: it turns the
 * gradient into a direction, and says how far to go. Of a table it sees rows that a batch looked
 * up, and remembers of the others what it must know: sums. One belongs to one weight.
 */
interface Aim {
  /**
   * What is about to move: all rows of a weight, or some of them, brought together.
   *
   * @param slots those of the rule
   * @param gradient becomes the direction
   * @param all whether these are all rows
   */
  record Patch(Table values, List<Table> slots, Table gradient, boolean all) {}

  /** Makes the aim of a weight, of which the slots are given by name. */
  @FunctionalInterface
  interface Maker {
    Aim of(Variable weight, Map<String, Table> slots);
  }

  /** Makes the aims of an optimizer; null for those that look at each element by itself. */
  static @Nullable Maker maker(Optimizer optimizer) {
    boolean exact = optimizer.rows() == Rows.EXACT;
    return switch (optimizer) {
      case Lamb lamb ->
          (weight, slots) ->
              new LambAim(lamb, weight, Objects.requireNonNull(slots.get("momentum")), exact);
      case Adafactor adafactor ->
          (weight, slots) -> new AdafactorAim(adafactor, weight, slots, exact);
      case Muon muon -> (weight, _) -> new MuonAim(muon, weight.shape());
      default -> null;
    };
  }

  /**
   * The rows that move at a step, if those are more than the ones with a gradient.
   *
   * @param step which step this is, from 1
   */
  default Slots.Handed moving(Slots.Handed seen, int step) {
    return seen;
  }

  /**
   * Makes the gradient the direction.
   *
   * @param rate the learning rate
   * @param kept what weights keep of themselves in this step
   * @return what the direction is to be multiplied by
   */
  float aim(Patch patch, int step, float rate, float kept, Tables tables);

  /** What was aimed at has moved. */
  default void moved(Patch patch, Tables tables) {}

  /** All rows are up to date, and may have been changed from outside. */
  default void restart() {}

  /** Slots were written to from outside. */
  default void restored() {
    restart();
  }
}
