package dev.inlay.train;

import dev.inlay.tensor.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A table moved by a rule as the engine would, in the plainest way. */
final class Moved {
  final Table values;
  private final List<Table> slots;
  private final Rule rule;
  private final LearningRate rate;
  private final int[] lastStep;
  private final float[] hyper = Rule.numbers();
  private int step;

  Moved(Optimizer optimizer, float[] start, int width) {
    Rule bare = Rule.of(optimizer);
    float decay = optimizer.options().weightDecay();
    rule = decay == 0 ? bare : new TunedRule(bare, decay);
    rate = optimizer.learningRate();
    values = new Table(start.length / width, width);
    System.arraycopy(start, 0, values.array(), 0, start.length);
    slots =
        optimizer.slots().stream()
            .map(slot -> slot.startsAtWeight() ? values.copy() : filled(slot.start()))
            .toList();
    lastStep = new int[(int) values.rows()];
  }

  private Table filled(float value) {
    Table table = new Table(values.rows(), values.width());
    Arrays.fill(table.array(), value);
    return table;
  }

  private float[][] arrays() {
    return slots.stream().map(Table::array).toArray(float[][]::new);
  }

  /** A step that moves the whole table. */
  void dense(float[] gradient) {
    begin();
    rule.update(values.array(), arrays(), 0, gradient, 0, gradient.length, hyper);
    end();
  }

  /** A step that moves the given rows, each by the sum of its gradients. */
  void lazy(Map<Integer, float[]> gradients) {
    begin();
    update(gradients);
    end();
  }

  /** A step that moves the given rows after they have caught up. */
  void exact(Map<Integer, float[]> gradients) {
    if (rule.drifts()) {
      gradients.keySet().forEach(this::catchUp);
    }
    begin();
    update(gradients);
    end();
    gradients.keySet().forEach(row -> lastStep[row] = step);
  }

  /** Lets all rows catch up. */
  void flush() {
    for (int row = 0; row < lastStep.length && rule.drifts(); row++) {
      catchUp(row);
    }
    rule.restart(step);
  }

  private void catchUp(int row) {
    if (lastStep[row] < step) {
      rule.catchUp(
          values.array(), arrays(), values.offset(row), values.width(), lastStep[row], step);
      lastStep[row] = step;
    }
  }

  private void begin() {
    rule.prepare(step + 1, rate.at(step), hyper);
  }

  private void end() {
    step++;
    rule.made(step, hyper);
  }

  private void update(Map<Integer, float[]> gradients) {
    gradients.forEach(
        (row, g) ->
            rule.update(values.array(), arrays(), values.offset(row), g, 0, g.length, hyper));
  }
}
