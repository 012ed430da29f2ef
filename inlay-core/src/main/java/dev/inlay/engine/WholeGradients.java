package dev.inlay.engine;

import dev.inlay.graph.Variable;
import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of variables that are moved once all parts of a step's gradients are there: because
 * every row of a table is moved by a gradient by rows, or because {@link Slots.Wholes} move them.
 * Parts are laid into zeros like the variable, which are zeros again when it has been moved.
 */
final class WholeGradients {
  private final Workers workers;
  private final Frame[] frames;
  private final Workers.Task task = this::move;
  private final Map<Variable, Table> gradients = new HashMap<>();

  /** What stands beside gradients of ids that are repeated: squares or sizes of each. */
  private final Map<Variable, Table> seconds = new HashMap<>();

  /** Of tables whose rows seen are handed over, what each part has summed. */
  private final Map<Variable, Seen> seen = new HashMap<>();

  private Slots.@Nullable Entry moving;
  private int movingChunk;

  WholeGradients(Workers workers, Frame[] frames) {
    this.workers = workers;
    this.frames = frames;
  }

  /**
   * Lays some elements of a dense variable's gradient.
   *
   * @param at where they begin among the values
   * @param from where they begin in the variable
   */
  void lay(Variable variable, float[] values, int at, int from, int n) {
    System.arraycopy(values, at, zeros(gradients, variable).array(), from, n);
  }

  /** Lays the rows of a table's gradient that a part has summed. */
  void lay(Slots.Entry entry, RowSums sums) {
    Table table = entry.variable().values();
    int width = table.width();
    Table whole = zeros(gradients, entry.variable());
    Table beside = entry.sparse() == Slots.Sparse.APART ? zeros(seconds, entry.variable()) : null;
    for (int i = 0; i < sums.size(); i++) {
      int id = sums.ids()[i];
      int chunk = id >>> table.chunkShift();
      int at = table.offset(id);
      System.arraycopy(sums.values(), i * width, whole.chunk(chunk), at, width);
      if (beside != null) {
        System.arraycopy(sums.seconds(), i * width, beside.chunk(chunk), at, width);
      }
    }
  }

  /** Keeps what one of so many parts has summed of a table's gradient. */
  void keep(Variable variable, int part, int parts, RowSums sums) {
    seen(variable).put(part, parts, sums);
  }

  private synchronized Seen seen(Variable variable) {
    return seen.computeIfAbsent(variable, v -> new Seen(v.values().width()));
  }

  private synchronized Table zeros(Map<Variable, Table> tables, Variable variable) {
    return tables.computeIfAbsent(variable, v -> v.values().beside(v.values().width()));
  }

  /** Moves all rows of a table by what was laid. */
  void moveAll(Slots.Entry entry) {
    moving = entry;
    Table whole = zeros(gradients, entry.variable());
    for (movingChunk = 0; movingChunk < whole.chunkCount(); movingChunk++) {
      int length = whole.chunk(movingChunk).length;
      workers.run(Math.ceilDiv(length, Parts.block(whole)), task);
    }
  }

  private void move(int part, int worker) {
    Slots.Entry entry = Objects.requireNonNull(moving);
    float[] g = zeros(gradients, entry.variable()).chunk(movingChunk);
    float[] w = entry.variable().values().chunk(movingChunk);
    int block = Parts.block(entry.variable().values());
    int from = part * block;
    int n = Math.min(block, g.length - from);
    float[][] slots = frames[worker].slots(entry, movingChunk);
    if (entry.sparse() == Slots.Sparse.APART) {
      float[] beside = zeros(seconds, entry.variable()).chunk(movingChunk);
      entry.rule().updateApart(w, slots, from, g, beside, from, n, entry.hyper());
      Arrays.fill(beside, from, from + n, 0);
    } else {
      entry.rule().update(w, slots, from, g, from, n, entry.hyper());
    }
    Arrays.fill(g, from, from + n, 0);
  }

  /** Hands the gradients over that are wanted as a whole. */
  void handOver(List<Slots.Entry> entries, Slots.Wholes to) {
    Map<Variable, Slots.Handed> handed = new LinkedHashMap<>();
    for (Slots.Entry entry : entries) {
      Table whole = gradients.get(entry.variable());
      if (entry.sparse() == Slots.Sparse.WHOLE && whole != null) {
        handed.put(entry.variable(), new Slots.Handed(whole, null));
      }
      Seen rows = seen.get(entry.variable());
      if (entry.sparse() == Slots.Sparse.SEEN && rows != null) {
        handed.put(entry.variable(), rows.handed());
      }
    }
    to.move(handed, workers);
    for (Slots.Handed each : handed.values()) {
      if (each.rows() == null) {
        zero(each.values());
      }
    }
  }

  private void zero(Table table) {
    int block = Parts.block(table);
    for (float[] chunk : table.chunks()) {
      workers.run(
          Math.ceilDiv(chunk.length, block),
          (part, _) -> {
            int from = part * block;
            Arrays.fill(chunk, from, Math.min(chunk.length, from + block), 0);
          });
    }
  }
}
