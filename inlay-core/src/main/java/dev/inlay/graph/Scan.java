package dev.inlay.graph;

import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loop over time, as ONNX's Scan: a body that is computed once for each step. It is written by a
 * {@link Loop}.
 *
 * <p>The op's inputs, and in the same order the body's, are
 *
 * <ol>
 *   <li>states before the first step {@code [batch, …]}; in the body those before the present one,
 *   <li>sequences {@code [batch, time, …]}; in the body the values of the present step {@code
 *       [batch, …]},
 *   <li>values with a row for each of the batch's,
 *   <li>other values, which are the same for all rows.
 * </ol>
 *
 * <p>The body's outputs are the states after a step and what else is wanted of it, floats {@code
 * [batch, …]}. The result {@code [batch, time, width]} holds them for each step side by side, each
 * laid flat. In the body each row of the batch is computed by itself. Random numbers in it differ
 * from step to step.
 *
 * @param states how many states there are
 * @param sequences how many sequences, at least one
 * @param rows how many further values have a row for each of the batch's
 * @param reverse whether the last step comes first; results stand where their steps do
 */
public record Scan(Program body, int states, int sequences, int rows, boolean reverse)
    implements Op {
  public Scan {
    if (states < 0 || sequences < 1 || rows < 0 || states + sequences + rows > count(body)) {
      throw new IllegalArgumentException(
          "a Scan of %d states, %d sequences and %d values by row over a body of %d inputs"
              .formatted(states, sequences, rows, count(body)));
    }
    if (body.outputs().size() < Math.max(1, states)) {
      throw new IllegalArgumentException(
          "a Scan of %d states over a body of %d outputs; give the states after a step first"
              .formatted(states, body.outputs().size()));
    }
    for (int i = 0; i < body.outputs().size(); i++) {
      Node output = body.outputs().get(i);
      Shape shape = output.shape();
      if (output.dtype() != DType.FLOAT32
          || shape.rank() == 0
          || !shape.slice(1, shape.rank()).isKnown()) {
        throw new IllegalArgumentException(
            "a Scan's body gives floats [batch, …] of known lengths, got %s %s"
                .formatted(output.dtype(), shape));
      }
      if (i < states) {
        Node before = body.inputs().get(i);
        if (before.dtype() != DType.FLOAT32 || !before.shape().accepts(shape)) {
          throw new IllegalArgumentException(
              "a Scan's state is %s %s before a step and FLOAT32 %s after it; they must be alike"
                  .formatted(before.dtype(), before.shape(), shape));
        }
      }
    }
    Node mixed = mixed(body, states + sequences + rows);
    if (mixed != null) {
      throw new IllegalArgumentException(
          "a Scan's body computes each row of the batch by itself, but %s takes all together"
              .formatted(mixed));
    }
  }

  private static int count(Program body) {
    return body.inputs().size();
  }

  private static @Nullable Node mixed(Program body, int rowInputs) {
    List<Node> byRow = body.inputs().subList(0, rowInputs);
    BatchRows rows = BatchRows.of(body.graph(), byRow::contains);
    for (Node output : body.outputs()) {
      if (rows.of(output) != 1) {
        return output;
      }
    }
    return rows.firstMixed(body.outputs());
  }

  @Override
  public Shape shape(List<Shape> inputs) {
    Rules.arity(this, inputs, count(body));
    Shape first = inputs.get(states);
    if (first.rank() < 2) {
      throw new IllegalArgumentException(
          "Scan wants sequences [batch, time, …], got shape " + first);
    }
    int batch = first.dim(0);
    for (int i = 0; i < inputs.size(); i++) {
      Shape wanted = body.inputs().get(i).shape();
      if (i < states + sequences + rows) {
        wanted = wanted.without(0);
        boolean sequence = i >= states && i < states + sequences;
        wanted = (sequence ? wanted.prepend(first.dim(1)) : wanted).prepend(batch);
      }
      Rules.like(this, "input " + i, wanted, inputs.get(i));
    }
    return Shape.of(batch, first.dim(1), offset(body.outputs().size()));
  }

  @Override
  public DType dtype(List<DType> inputs) {
    List<DType> wanted = new ArrayList<>();
    for (Node input : body.inputs()) {
      wanted.add(input.dtype());
    }
    return Rules.types(this, inputs, wanted);
  }

  /** How many numbers an output of the body has for each row. */
  public int size(int output) {
    return body.outputs().get(output).shape().without(0).intSize();
  }

  /** Where an output of the body begins among those of a step. */
  public int offset(int output) {
    int offset = 0;
    for (int i = 0; i < output; i++) {
      offset += size(i);
    }
    return offset;
  }

  /** An output of the body for all steps, {@code [batch, time, …]}, of the op's node. */
  Node part(Node y, int output) {
    Node flat = y.slice(2, offset(output), offset(output + 1));
    Shape shape = body.outputs().get(output).shape();
    if (shape.rank() == 2) {
      return flat;
    }
    int[] dims = new int[shape.rank() + 1];
    for (int axis = 2; axis < dims.length; axis++) {
      dims[axis] = shape.dim(axis - 1);
    }
    return flat.reshape(dims);
  }

  /** What random numbers of a step depend on. */
  public long key(long key, int step) {
    return CounterRandom.seed(key, step);
  }

  @Override
  public String toString() {
    return "Scan[states=%d, sequences=%d, rows=%d, reverse=%s, nodes=%d]"
        .formatted(states, sequences, rows, reverse, body.graph().nodes().size());
  }
}
