package dev.inlay.engine;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Combiner;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bags of one id a row take a shorter way, which must not show. */
@Tag("twin")
class BagTest {
  private static final int ROWS = 3_000;
  private static final int TABLE = 50;

  @ParameterizedTest
  @EnumSource
  void rowsOfOneIdGiveWhatRowsOfSeveralGive(Combiner combiner) {
    Program program = program(combiner);
    Run run = Plan.compile(program, Workers.of(3)).newRun();

    PlanCheck.agrees(run, program, List.of(ids(ROWS, -1)), 0);
    PlanCheck.agrees(run, program, List.of(ids(ROWS, 0)), 0);
    PlanCheck.agrees(run, program, List.of(ids(ROWS, ROWS - 1)), 0);
    PlanCheck.agrees(run, program, List.of(ids(1, -1)), 0);
  }

  private static Program program(Combiner combiner) {
    Graph graph = new Graph();
    Variable table = new Variable("table", Shape.of(TABLE, 6), true);
    table.values().fill(i -> CounterRandom.normal(1, i));
    Node ids = graph.input(TensorSpec.ragged("ids", DType.INT32));
    Node bag =
        graph.add(
            new Lookup.Bag(combiner, false, Float.POSITIVE_INFINITY), graph.weight(table), ids);
    Node loss = bag.square().sum();
    return new Program(
        graph,
        List.of(ids),
        List.of(loss, bag),
        Autodiff.gradients(loss, List.of(table)),
        Map.of());
  }

  /** One id a row, some of them missing; but two in one row, if there is such a row. */
  private static Ragged ids(int rows, int withTwo) {
    int[][] ids = new int[rows][];
    for (int row = 0; row < rows; row++) {
      int id = (int) (CounterRandom.uniform(2, row) * (TABLE + 3)) - 3;
      ids[row] = row == withTwo ? new int[] {id, 7} : new int[] {id};
    }
    return Ragged.of(ids);
  }
}
