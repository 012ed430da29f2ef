package dev.inlay.engine;

import dev.inlay.graph.Program;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Random programs in a plan against the interpreter. */
class RandomGraphTest {
  @Property(tries = 150)
  void aPlanAgreesWithTheInterpreter(
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 25) int ops) {
    Program program = RandomGraph.of(seed, ops);
    Run run = Plan.compile(program, Workers.shared()).newRun();
    for (int rows : new int[] {7, 1, 33}) {
      PlanCheck.agrees(run, program, RandomGraph.batch(program, rows, seed), seed);
    }
  }
}
