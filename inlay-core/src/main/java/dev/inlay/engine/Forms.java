package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds which axes of a graph's nodes grow with the batch. The ops' own shape rules are asked with
 * two batch sizes: an axis that is the same in both is fixed, one that is the same multiple of both
 * is that many rows for each row of the batch.
 */
final class Forms {
  private static final int ONE_BATCH = 211;
  private static final int OTHER_BATCH = 223;

  private final Form[] forms;
  private final boolean anyBatch;

  private Forms(Form[] forms, boolean anyBatch) {
    this.forms = forms;
    this.anyBatch = anyBatch;
  }

  /**
   * The forms of all nodes for any batch size, or null if the program fits certain sizes only, or
   * has an axis behind the first that grows with the batch.
   *
   * @param inputs the shapes of the program's inputs, unknown where it is the batch
   */
  static @Nullable Forms forAnyBatch(Program program, List<Shape> inputs) {
    Forms forms;
    try {
      forms = of(dims(program, inputs, ONE_BATCH), dims(program, inputs, OTHER_BATCH), null);
    } catch (IllegalArgumentException onlySomeBatchesFit) {
      return null;
    }
    return forms.anyBatch && Kind.allSuit(program, forms) ? forms : null;
  }

  /** The forms of all nodes for one batch size. */
  static Forms forBatch(Program program, List<Shape> inputs, int batch) {
    List<int[]> now = dims(program, inputs, batch);
    List<int[]> one;
    List<int[]> other;
    try {
      one = dims(program, inputs, ONE_BATCH);
      other = dims(program, inputs, OTHER_BATCH);
    } catch (IllegalArgumentException onlySomeBatchesFit) {
      return of(now, now, now);
    }
    Forms forms = of(one, other, now);
    return Kind.allSuit(program, forms) ? forms : of(now, now, now);
  }

  /**
   * @param now the dims for the present batch, for nodes that have no form that fits any
   */
  private static Forms of(List<int[]> one, List<int[]> other, @Nullable List<int[]> now) {
    Form[] forms = new Form[one.size()];
    boolean anyBatch = now == null;
    for (int i = 0; i < forms.length; i++) {
      Form form = form(one.get(i), other.get(i));
      if (form == null) {
        anyBatch = false;
        form = new Form(false, now == null ? one.get(i) : now.get(i));
      }
      forms[i] = form;
    }
    return new Forms(forms, anyBatch);
  }

  Form of(Node node) {
    return forms[node.index()];
  }

  /** Whether the forms hold for any batch size, not just the one given. */
  boolean anyBatch() {
    return anyBatch;
  }

  private static @Nullable Form form(int[] one, int[] other) {
    int[] dims = one.clone();
    boolean rows = false;
    for (int i = 0; i < dims.length; i++) {
      if (one[i] != other[i]) {
        int times = one[i] / ONE_BATCH;
        if (i > 0 || one[i] != times * ONE_BATCH || other[i] != times * OTHER_BATCH) {
          return null;
        }
        dims[i] = times;
        rows = true;
      }
    }
    return new Form(rows, dims);
  }

  private static List<int[]> dims(Program program, List<Shape> inputs, int batch) {
    List<Shape> shapes = new ArrayList<>();
    for (Node node : program.graph().nodes()) {
      Shape shape;
      if (node.op() instanceof Source.Input) {
        int place = program.inputs().indexOf(node);
        Shape given = place < 0 ? node.shape() : inputs.get(place);
        shape = given.rank() > 0 && given.dim(0) == Shape.UNKNOWN ? given.withDim(0, batch) : given;
        if (node.isRagged()) {
          shape = shape.withDim(1, 0);
        }
      } else {
        shape = node.op().shape(node.inputs().stream().map(n -> shapes.get(n.index())).toList());
      }
      shapes.add(shape);
    }
    return shapes.stream().map(Shape::dims).toList();
  }
}
