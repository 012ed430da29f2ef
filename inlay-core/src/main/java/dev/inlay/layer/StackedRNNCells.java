package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several cells as one: each is fed with the output of the one before. The states are those of the
 * cells, one cell after the other.
 */
public record StackedRNNCells(List<RNNCell> cells) implements RNNCell {
  public StackedRNNCells {
    cells = List.copyOf(cells);
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("StackedRNNCells of no cells; give one or more");
    }
  }

  public static StackedRNNCells of(RNNCell... cells) {
    return new StackedRNNCells(List.of(cells));
  }

  @Override
  public List<Integer> stateSizes() {
    return cells.stream().flatMap(cell -> cell.stateSizes().stream()).toList();
  }

  @Override
  public List<Node> firstStates(Scope scope, Node step) {
    List<Node> states = new ArrayList<>();
    for (RNNCell cell : cells) {
      states.addAll(scope.within(cell, inner -> cell.firstStates(inner, step)));
    }
    return states;
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Node x = Inputs.step(this, inputs);
    List<Node> outputs = new ArrayList<>();
    int at = 1;
    for (RNNCell cell : cells) {
      int next = at + cell.stateSizes().size();
      List<Node> fed = new ArrayList<>(Arrays.asList(inputs).subList(at, next));
      fed.addFirst(x);
      List<Node> given = scope.applyAll(cell, fed.toArray(Node[]::new));
      x = given.getFirst();
      outputs.addAll(given.subList(1, given.size()));
      at = next;
    }
    outputs.addFirst(x);
    return outputs;
  }

  /** One cell after the other takes the whole sequence. */
  @Override
  public Recurrence over(Scope scope, Sequence sequence, List<Node> states) {
    Node x = sequence.values();
    List<Node> last = new ArrayList<>();
    for (RNNCell cell : cells) {
      List<Node> own = states.subList(last.size(), last.size() + cell.stateSizes().size());
      Sequence fed = sequence.withValues(x);
      Recurrence one = scope.within(cell, inner -> cell.over(inner, fed, own));
      x = one.outputs();
      last.addAll(one.states());
    }
    return new Recurrence(x, last);
  }
}
