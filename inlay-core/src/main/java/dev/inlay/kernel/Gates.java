package dev.inlay.kernel;

import java.util.Arrays;
import java.util.function.Function;

/** A {@link Gate} for each function of a family. */
final class Gates<F extends Enum<F>> {
  private final Gate[] gates;

  Gates(Warmup warmup, Class<F> functions, Function<F, Warmup.Rehearsal> rehearsal) {
    gates =
        Arrays.stream(functions.getEnumConstants())
            .map(f -> new Gate(warmup, rehearsal.apply(f)))
            .toArray(Gate[]::new);
  }

  boolean isOpen(F function, long floats) {
    return gates[function.ordinal()].isOpen(floats);
  }
}
