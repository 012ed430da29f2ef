package dev.inlay.cli.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a training has gone.
 *
 * @param epochs those that ended
 * @param finishedFor for how many wanted epochs training has ended; -1 while it hasn't
 * @param metrics on the test rows at the end; empty before
 */
record History(List<Epoch> epochs, int finishedFor, Map<String, Double> metrics) {
  static final History NONE = new History(List.of(), -1, Map.of());

  History {
    epochs = List.copyOf(epochs);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * An epoch.
   *
   * @param steps made up to its end
   * @param loss the mean over its steps
   * @param validation the mean loss of the validation rows; NaN if there are none
   */
  record Epoch(long steps, double loss, double validation) {}

  History with(Epoch epoch) {
    List<Epoch> more = new ArrayList<>(epochs);
    more.add(epoch);
    return new History(more, -1, Map.of());
  }

  /** How many steps were made up to the end of the last epoch. */
  long steps() {
    return epochs.isEmpty() ? 0 : epochs.getLast().steps;
  }

  /** The step whose weights are kept at the end: the best epoch's where patience looks for it. */
  long keptStep(int patience) {
    return patience > 0 && best() >= 0 ? epochs.get(best()).steps : steps();
  }

  /** What of it had happened by a step, from which training goes on. */
  History until(long step) {
    return new History(epochs.stream().filter(epoch -> epoch.steps <= step).toList(), -1, Map.of());
  }

  History finished(int wantedEpochs, Map<String, Double> results) {
    return new History(epochs, wantedEpochs, results);
  }

  /** The place of the epoch with the lowest validation loss; -1 if there is none. */
  int best() {
    int best = -1;
    for (int i = 0; i < epochs.size(); i++) {
      double loss = epochs.get(i).validation;
      if (!Double.isNaN(loss) && (best < 0 || loss < epochs.get(best).validation)) {
        best = i;
      }
    }
    return best;
  }

  /** Whether there were so many epochs since the best one. */
  boolean isStale(int patience) {
    return patience > 0 && best() >= 0 && epochs.size() - 1 - best() >= patience;
  }

  Map<String, Object> toTree() {
    List<Object> list = new ArrayList<>();
    for (Epoch epoch : epochs) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("steps", epoch.steps);
      tree.put("loss", epoch.loss);
      tree.put("validation", epoch.validation);
      list.add(tree);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("epochs", list);
    tree.put("finishedFor", finishedFor);
    tree.put("metrics", metrics);
    return tree;
  }

  static History ofTree(@Nullable Object tree, String file) {
    if (!(tree instanceof Map<?, ?> map)
        || !(map.get("epochs") instanceof List<?> list)
        || !(map.get("finishedFor") instanceof Number finishedFor)
        || !(map.get("metrics") instanceof Map<?, ?> metrics)) {
      throw new IllegalArgumentException(file + " is damaged; train anew with --restart");
    }
    List<Epoch> epochs = new ArrayList<>();
    for (Object item : list) {
      Map<?, ?> epoch = item instanceof Map<?, ?> m ? m : Map.of();
      epochs.add(
          new Epoch(
              (long) number(epoch.get("steps")),
              number(epoch.get("loss")),
              number(epoch.get("validation"))));
    }
    Map<String, Double> values = new LinkedHashMap<>();
    metrics.forEach((name, value) -> values.put(String.valueOf(name), number(value)));
    return new History(epochs, finishedFor.intValue(), values);
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
