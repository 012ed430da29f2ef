package dev.inlay.feature;

import dev.inlay.feature.FeatureOutput.Form;
import dev.inlay.graph.Combiner;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.layer.CategoryEncoding;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Scope;
import dev.inlay.layer.WeightOptions;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One feature of a feature space on its way through a graph. */
record FeatureCells(Scope scope, String name, Feature feature) {
  // Missing values.

  /** Whether the cell at a place holds no value. */
  private static IntPredicate isMissing(Tensor cells) {
    return switch (cells) {
      case StringTensor t -> i -> t.data()[i].isEmpty();
      case LongTensor t -> i -> t.data()[i] == Cells.NO_NUMBER;
      case IntTensor t -> i -> t.data()[i] == Cells.NO_NUMBER;
      case FloatTensor t -> i -> Float.isNaN(t.data()[i]);
    };
  }

  /** Rows of the cells that hold a value; of ragged rows, all do but NaN. */
  private static Ragged present(Value value) {
    boolean dense = value instanceof Tensor;
    Ragged rows = rows(value);
    IntPredicate missing = isMissing(rows.values());
    boolean drops = dense || rows.dtype() == DType.FLOAT32;
    int[] kept =
        IntStream.range(0, rows.values().rows()).filter(i -> !(drops && missing.test(i))).toArray();
    int[] splits = new int[rows.splits().length];
    for (int row = 1, at = 0; row < splits.length; row++) {
      while (at < kept.length && kept[at] < rows.splits()[row]) {
        at++;
      }
      splits[row] = at;
    }
    return new Ragged(rows.values().take(kept), splits);
  }

  private static Ragged rows(Value value) {
    return switch (value) {
      case Ragged r -> r;
      case Tensor t -> {
        int width = t.rows() == 0 ? 0 : t.shape().intSize() / t.rows();
        int[] splits = IntStream.rangeClosed(0, t.rows()).map(row -> row * width).toArray();
        yield new Ragged(t.reshape(Shape.of(t.shape().intSize())), splits);
      }
    };
  }

  /** What there is to learn from a column: with a rule for missing values, these are left out. */
  static Value toLearn(@Nullable Feature feature, String name, Value column) {
    if (feature == null) {
      throw new IllegalArgumentException("no feature \"%s\"".formatted(name));
    }
    if (feature.multiValued()) {
      return present(column);
    }
    Tensor tensor = rows(column).values();
    Tensor known = feature.missing() == null ? tensor : present(tensor).values();
    return known.reshape(Shape.of(known.rows(), 1));
  }

  // From the column to ids or numbers.

  /** What the preprocessor makes of the column. */
  Node preprocessed(Node raw) {
    return feature.output() == Form.FLOAT ? numbers(raw) : ids(raw);
  }

  private Node numbers(Node raw) {
    Missing missing = feature.missing();
    if (missing == null) {
      return scope.applyAll(name, feature.preprocessor(), raw).getFirst();
    }
    Node filled = floats("filled", cells -> filled(cells, missing), raw);
    Node numbers = scope.applyAll(name, feature.preprocessor(), filled).getFirst();
    if (missing == Missing.Rule.ZERO || missing == Missing.Rule.REFUSE) {
      return numbers;
    }
    Node gaps = floats("gaps", FeatureCells::gaps, raw);
    Node kept = numbers.mul(gaps.mul(-1).add(1));
    if (missing == Missing.Rule.DROP) {
      return kept;
    }
    Node learned =
        scope.weight(name + "/missing", Shape.of(numbers.shape().last()), Initializers.ZEROS);
    return kept.add(gaps.mul(learned));
  }

  @FunctionalInterface
  private interface FloatFunction {
    FloatTensor of(FloatTensor cells);
  }

  private Node floats(String what, FloatFunction function, Node raw) {
    return scope.encoded(
        TensorSpec.of(name + "/" + what, DType.FLOAT32, raw.shape()),
        values -> function.of(((Tensor) values.getFirst()).toFloats()),
        raw);
  }

  private FloatTensor filled(FloatTensor cells, Missing missing) {
    float[] filled = cells.data().clone();
    for (int i = 0; i < filled.length; i++) {
      if (Float.isNaN(filled[i])) {
        if (missing == Missing.Rule.REFUSE) {
          throw missing(i);
        }
        filled[i] = 0;
      }
    }
    return new FloatTensor(cells.shape(), filled);
  }

  private static FloatTensor gaps(FloatTensor cells) {
    float[] gaps = new float[cells.data().length];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = Float.isNaN(cells.data()[i]) ? 1 : 0;
    }
    return new FloatTensor(cells.shape(), gaps);
  }

  private Node ids(Node raw) {
    Node cells =
        feature.multiValued()
            ? scope.encoded(
                TensorSpec.ragged(name + "/values", raw.dtype()),
                values -> present(values.getFirst()),
                raw)
            : raw;
    Node ids = scope.applyAll(name, feature.preprocessor(), cells).getFirst();
    Missing missing = feature.missing();
    if (missing == null || (feature.multiValued() && isDropped(missing))) {
      return ids;
    }
    return scope.encoded(
        new TensorSpec(name + "/ids", ids.dtype(), ids.shape(), ids.isRagged()),
        values -> replaced(values.getFirst(), values.getLast(), missing),
        raw,
        ids);
  }

  private static boolean isDropped(Missing missing) {
    return missing == Missing.Rule.DROP || missing == Missing.Rule.ZERO;
  }

  /** Ids with those of missing values changed. */
  private Value replaced(Value raw, Value ids, Missing missing) {
    int own = feature.preprocessorIds(name);
    int id =
        switch (missing) {
          case Missing.Id(int given) -> checked(given, own);
          // One beyond all others: another id, or none.
          case Missing.Rule _ -> own;
        };
    Ragged rows = rows(ids);
    int[] before = ((IntTensor) rows.values()).data();
    if (raw instanceof Tensor cells && ids instanceof Tensor t) {
      IntPredicate empty = isMissing(cells);
      int[] after = before.clone();
      for (int i = 0; i < after.length; i++) {
        if (empty.test(i)) {
          if (missing == Missing.Rule.REFUSE) {
            throw missing(i);
          }
          after[i] = id;
        }
      }
      return Tensor.of(t.shape(), after);
    }
    int[][] after = new int[rows.rows()][];
    for (int row = 0; row < after.length; row++) {
      after[row] = Arrays.copyOfRange(before, rows.splits()[row], rows.splits()[row + 1]);
      if (after[row].length == 0) {
        if (missing == Missing.Rule.REFUSE) {
          throw missing(row);
        }
        after[row] = new int[] {id};
      }
    }
    return Ragged.of(after);
  }

  private int checked(int id, int ids) {
    if (id < 0 || id >= ids) {
      throw new IllegalArgumentException(
          "feature \"%s\": missing values can't count as id %d; give one from 0 to %d"
              .formatted(name, id, ids - 1));
    }
    return id;
  }

  private IllegalArgumentException missing(int row) {
    return new IllegalArgumentException(
        "feature \"%s\", row %d: the value is missing; clean the data, or say what that means with withMissing"
            .formatted(name, row));
  }

  // From ids to what leaves.

  /** The preprocessor's ids or numbers in the form that is wanted. */
  Node encoded(Node preprocessed) {
    return switch (feature.output()) {
      case Form.INT, Form.FLOAT -> preprocessed;
      case Form.ONE_HOT ->
          scope
              .applyAll(name + "_one_hot", CategoryEncoding.of(width(preprocessed)), preprocessed)
              .getFirst();
      case FeatureOutput.Embedding(int dimension, Combiner combiner, WeightOptions embeddings) -> {
        int width = width(preprocessed);
        Node table = scope.weight(name + "/embeddings", Shape.of(width, dimension), embeddings);
        Node rows =
            scope.encoded(
                TensorSpec.ragged(name + "/rows", DType.INT32),
                values -> within(rows(values.getFirst()), width),
                preprocessed);
        yield scope
            .graph()
            .add(new Lookup.Bag(combiner, false, Float.POSITIVE_INFINITY), List.of(table, rows));
      }
    };
  }

  /** How many ids there are, with that of missing values if it has one of its own. */
  private int width(Node ids) {
    if (ids.dtype() != DType.INT32) {
      throw new IllegalArgumentException(
          "feature \"%s\": %s can't be encoded as %s; it takes a preprocessor that gives ids"
              .formatted(name, ids.dtype(), feature.output()));
    }
    int own = feature.preprocessorIds(name);
    return feature.missing() == Missing.Rule.LEARN ? Math.incrementExact(own) : own;
  }

  /** Rows of the ids that a table has. */
  private static Ragged within(Ragged rows, int width) {
    int[] ids = ((IntTensor) rows.values()).data();
    int[] kept = Arrays.stream(ids).map(id -> id >= 0 && id < width ? id : -1).toArray();
    return new Ragged(Tensor.of(kept), rows.splits());
  }
}
