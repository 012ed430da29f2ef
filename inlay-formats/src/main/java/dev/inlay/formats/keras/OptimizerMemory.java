package dev.inlay.formats.keras;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.formats.hdf5.Hdf5Writer;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The variables of an optimizer of Keras in the order in which it numbers them: its own in front,
 * then those of the optimizers that it leaves weights to.
 *
 * @param inner by the places of their groups below the outer one's
 */
record OptimizerMemory(List<Kept> own, Map<String, OptimizerMemory> inner) {
  /** One variable. */
  sealed interface Kept {
    /** The shape that it has in a file. */
    default Shape shape() {
      return Shape.of();
    }
  }

  /** How many steps were made. */
  record Steps() implements Kept {}

  /** A whole number that says nothing here. */
  record Whole(long value) implements Kept {}

  /** A number that follows from settings and the count of steps. */
  record Figure(double value) implements Kept {}

  /** What is remembered here too. */
  record Slot(Checkpoint.Entry entry) implements Kept {
    @Override
    public Shape shape() {
      return entry.shape();
    }
  }

  /** What follows from other variables. */
  record Derived(Shape shape, Supplier<Table> values) implements Kept {}

  OptimizerMemory {
    own = List.copyOf(own);
    inner = new LinkedHashMap<>(inner);
  }

  /** All of them. */
  List<Kept> variables() {
    List<Kept> all = new ArrayList<>(own);
    inner.values().forEach(one -> all.addAll(one.variables()));
    return all;
  }

  /**
   * Writes them as arrays {@code 0}, {@code 1}, … of a group; gives their count.
   *
   * @param group ends with a slash
   */
  int write(Hdf5Writer hdf5, String group, long steps) {
    List<Kept> all = variables();
    for (int i = 0; i < all.size(); i++) {
      String path = group + i;
      switch (all.get(i)) {
        case Steps() -> hdf5.whole(path, steps);
        case Whole(long value) -> hdf5.whole(path, value);
        case Figure(double value) ->
            hdf5.floats(path, List.of(), Table.of(1, 1, new float[] {(float) value}));
        case Slot(Checkpoint.Entry entry) -> hdf5.floats(path, dims(entry.shape()), entry.floats());
        case Derived(Shape shape, Supplier<Table> values) ->
            hdf5.floats(path, dims(shape), values.get());
      }
    }
    return all.size();
  }

  /** Writes them as Keras 3 does: inner optimizers' once more in groups of their own. */
  void writeNested(Hdf5Writer hdf5, String group, long steps) {
    int _ = write(hdf5, group + "vars/", steps);
    inner.forEach((place, one) -> one.writeNested(hdf5, group + place + "/", steps));
  }

  private static List<Integer> dims(Shape shape) {
    return IntStream.of(shape.dims()).boxed().toList();
  }
}
