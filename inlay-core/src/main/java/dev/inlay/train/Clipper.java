package dev.inlay.train;

import dev.inlay.engine.Shaping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the gradients of one optimizer's weights small, as {@link Options.Clipping} says. */
final class Clipper {
  private final Options.Clipping clipping;
  private final List<Shaping> shapings = new ArrayList<>();

  Clipper(Options.Clipping clipping) {
    this.clipping = clipping;
  }

  /**
   * How the gradient of one weight is shaped, of which rows are treated in some way; null if it
   * isn't.
   *
   * @param apart whether gradients of ids that are repeated move rows each for itself
   */
  @Nullable Shaping shaping(Rows rows, boolean apart) {
    return switch (clipping.kind()) {
      case NONE -> null;
      case VALUE -> Shaping.within(clipping.limit(), apart);
      case NORM, GLOBAL_NORM -> {
        Shaping shaping = Shaping.byNorm(rows == Rows.KERAS_ON_TENSORFLOW);
        shapings.add(shaping);
        yield shaping;
      }
    };
  }

  /** All gradients' squares are known: sets the factors. */
  void measured() {
    boolean together = clipping.kind() == Options.Clipping.Kind.GLOBAL_NORM;
    double all = shapings.stream().mapToDouble(Shaping::squares).sum();
    for (Shaping shaping : shapings) {
      shaping.factor(factor(Math.sqrt(together ? all : shaping.squares()), clipping.limit()));
    }
  }

  /** What shortens a gradient of a norm to a limit. */
  static float factor(double norm, float limit) {
    return norm > limit ? (float) (limit / norm) : 1;
  }
}
