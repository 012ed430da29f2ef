package dev.inlay.model;

import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Slots;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Program;
import dev.inlay.layer.IdRange;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program with the memory to run it.
 *
 * @param run the memory
 * @param apply moves weights by the gradients of the last execution
 * @param computedIds ids that can be checked only when they have been worked out: the program's
 *     last outputs
 */
record Pass(Program program, Run run, Consumer<Slots> apply, List<IdRange> computedIds) {
  static Pass of(Program program, List<IdRange> computedIds) {
    Run run = Plan.compile(program, Workers.shared()).newRun();
    return new Pass(program, run, run::apply, computedIds);
  }

  void execute(Feed feed, long key) {
    execute(feed, key, null);
  }

  /**
   * Runs the program.
   *
   * @param slots catches up the rows that are read; null if all are up to date
   * @throws IllegalArgumentException naming the layer, row and id, if one lies outside of its table
   */
  void execute(Feed feed, long key, @Nullable Slots slots) {
    run.execute(feed.values(), key, slots);
    int first = program.outputs().size() - computedIds.size();
    for (int i = 0; i < computedIds.size(); i++) {
      feed.check(computedIds.get(i), run.output(first + i));
    }
  }

  /** An output that is one number. */
  float number(int output) {
    return run.outputArray(output)[run.outputOffset(output)];
  }
}
