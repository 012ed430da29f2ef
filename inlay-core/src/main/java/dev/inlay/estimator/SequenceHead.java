package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.feature.NumericColumn;
import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.Loss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A head over each step of a sequence: labels for the words of a sentence. TensorFlow's {@code
 * SequentialHeadWrapper}. Logits are {@code [batch, steps, …]} and carry a mask of the steps that a
 * row has; these alone count, for the loss and the metrics, each as much as any other.
 *
 * <p>Labels have a row for each row, of as many values as it has steps: a {@link Ragged}, or a
 * tensor {@code [batch, steps]} filled up with any label.
 *
 * @param each what the logits of a step mean; a head of one label
 * @param maskKey the key among predictions that says which steps a row has, {@code [batch, steps]}
 */
public record SequenceHead(Head each, String maskKey) implements Head {
  private static final String STEPS = "steps";

  /**
   * @throws IllegalArgumentException if the head is several heads, or one of sequences itself
   */
  public SequenceHead {
    if (!(each instanceof SingleHead)) {
      throw new IllegalArgumentException(
          "a SequenceHead of a %s; give it a head of one label, as MultiClassHead.of(5)"
              .formatted(each.getClass().getSimpleName()));
    }
  }

  /** Over each step, with the key {@code sequence_mask}. */
  public static SequenceHead of(Head each) {
    return new SequenceHead(each, "sequence_mask");
  }

  /** With another key for the steps that a row has. */
  public SequenceHead withMaskKey(String key) {
    return new SequenceHead(each, key);
  }

  private SingleHead step() {
    return (SingleHead) each;
  }

  @Override
  public HeadOptions options() {
    return each.options();
  }

  @Override
  public SequenceHead withOptions(HeadOptions options) {
    return new SequenceHead(each.withOptions(options), maskKey);
  }

  @Override
  public int logitsDimension() {
    return each.logitsDimension();
  }

  @Override
  public boolean isOfSteps() {
    return true;
  }

  // The data side.

  @Override
  public Map<String, Value> encode(Batch rows) {
    return encode(rows, null);
  }

  @Override
  public Map<String, Value> encode(Batch rows, @Nullable FloatTensor mask) {
    Value raw = step().label(rows);
    int[] splits = splits(raw);
    if (mask != null) {
      checkLengths(splits, mask, raw instanceof Ragged);
    }
    Tensor values =
        switch (raw) {
          case Ragged ragged -> ragged.values();
          case Tensor dense ->
              dense.reshape(
                  dense.shape().slice(2, dense.shape().rank()).prepend(splits[splits.length - 1]));
        };
    Tensor flat = flat(values, splits);
    int room = mask == null ? longest(splits) : mask.shape().dim(1);
    Map<String, Value> encoded = new LinkedHashMap<>();
    encoded.put(label(), padded(flat, splits, room));
    encoded.put(
        step().input(STEPS), padded(Tensor.full(Shape.of(flat.rows(), 1), 1), splits, room));
    NumericColumn column = options().weightColumn();
    if (column != null) {
      encoded.put(step().input("weight"), step().weights(column, rows));
    }
    return encoded;
  }

  /** Where rows begin and end among all steps that have a label. */
  private static int[] splits(Value labels) {
    if (labels instanceof Ragged ragged) {
      return ragged.splits();
    }
    Shape shape = ((Tensor) labels).shape();
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "labels of steps have shape [batch, steps], got %s; give a label for each step"
              .formatted(shape));
    }
    int[] splits = new int[shape.dim(0) + 1];
    Arrays.setAll(splits, row -> Math.multiplyExact(row, shape.dim(1)));
    return splits;
  }

  private static void checkLengths(int[] splits, FloatTensor mask, boolean exactly) {
    int steps = mask.shape().dim(1);
    for (int row = 0; row + 1 < splits.length; row++) {
      int has = 0;
      for (int t = 0; t < steps; t++) {
        has += mask.data()[row * steps + t] != 0 ? 1 : 0;
      }
      int given = splits[row + 1] - splits[row];
      if (exactly ? given != has : given < has) {
        throw new IllegalArgumentException(
            "row %d has %d labels for %d steps; give a label for each step"
                .formatted(row, given, has));
      }
    }
  }

  /** The most steps of a row; there is room for one at least. */
  private static int longest(int[] splits) {
    int longest = 1;
    for (int row = 0; row + 1 < splits.length; row++) {
      longest = Math.max(longest, splits[row + 1] - splits[row]);
    }
    return longest;
  }

  /** The labels of all steps, checked; a mistake is named by its row and step. */
  private Tensor flat(Tensor labels, int[] splits) {
    try {
      return step().labels(labels);
    } catch (IllegalArgumentException ofAll) {
      for (int row = 0; row + 1 < splits.length; row++) {
        for (int i = splits[row]; i < splits[row + 1]; i++) {
          checkStep(labels.rows(i, i + 1), row, i - splits[row]);
        }
      }
      throw ofAll;
    }
  }

  private void checkStep(Tensor label, int row, int step) {
    try {
      Tensor checked = step().labels(label);
      assert checked.rows() == 1;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "row %d, step %d: %s".formatted(row, step, e.getMessage()), e);
    }
  }

  private String label() {
    return step().input("label");
  }

  private static Shape stepsOf(Tensor flat, int rows, int steps) {
    return flat.shape().slice(1, flat.shape().rank()).prepend(steps).prepend(rows);
  }

  /** Rows of different lengths, each with as many steps: cut, or with zeros at its end. */
  private static Tensor padded(Tensor flat, int[] splits, int room) {
    int rows = splits.length - 1;
    Shape shape = stepsOf(flat, rows, room);
    int width = Math.toIntExact(flat.shape().size(1, flat.shape().rank()));
    Tensor padded =
        flat.dtype() == DType.INT32
            ? Tensor.of(shape, new int[shape.intSize()])
            : Tensor.zeros(shape);
    Object from = array(flat);
    Object to = array(padded);
    for (int row = 0; row < rows; row++) {
      int steps = Math.min(room, splits[row + 1] - splits[row]);
      System.arraycopy(from, splits[row] * width, to, row * room * width, steps * width);
    }
    return padded;
  }

  private static Object array(Tensor labels) {
    return labels instanceof Tensor.IntTensor ids ? ids.data() : ((FloatTensor) labels).data();
  }

  // The graph side: steps are rows.

  private static Node asRows(Node steps) {
    return steps.reshape(-1, steps.shape().last());
  }

  private Node labels(Scope scope) {
    TensorSpec spec = step().labelSpec(label());
    Shape shape = spec.shape();
    Shape steps = shape.slice(1, shape.rank()).prepend(Shape.UNKNOWN).prepend(Shape.UNKNOWN);
    return asRows(scope.input(TensorSpec.of(label(), spec.dtype(), steps)));
  }

  private static Node mask(Scope scope, Node logits) {
    Node mask = scope.mask(logits);
    if (logits.shape().rank() != 3 || mask == null) {
      throw new IllegalArgumentException(
          "a SequenceHead wants logits [batch, steps, …] with a mask of steps, got %s%s; give the recurrent layers withReturnSequences(true)"
              .formatted(logits.shape(), mask == null ? " without one" : ""));
    }
    return mask;
  }

  /** The steps that count, {@code [batch, steps, 1]}. */
  private Node counted(Scope scope, Node logits) {
    Shape shape = Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, 1);
    Node labelled = scope.input(TensorSpec.of(step().input(STEPS), DType.FLOAT32, shape));
    return mask(scope, logits).reshape(0, 0, 1).mul(labelled);
  }

  /** How much each step counts, as rows. */
  private Node weights(Scope scope, Node counted) {
    if (options().weightColumn() == null) {
      return asRows(counted);
    }
    Shape shape = Shape.batchOf(1);
    Node weights = scope.input(TensorSpec.of(step().input("weight"), DType.FLOAT32, shape));
    return asRows(counted.mul(weights.reshape(0, 1, 1)));
  }

  @Override
  public Node loss(Scope scope, Node logits, Loss.Reduction usual) {
    Node counted = counted(scope, logits);
    Node weights = weights(scope, counted);
    Node losses = step().unweightedLoss(labels(scope), asRows(logits));
    Node sum = losses.mul(weights).sum();
    Loss.Reduction own = options().lossReduction();
    Node of =
        switch (own == null ? usual : own) {
          case SUM -> null;
          case SUM_OVER_BATCH_SIZE -> asRows(counted);
          case MEAN_WITH_SAMPLE_WEIGHT -> weights;
          case NONE -> throw new IllegalStateException("an estimator's loss is one number");
        };
    return of == null ? sum : sum.apply(Binary.DIV_NO_NAN, losses.mul(0).add(of).sum());
  }

  @Override
  public Map<String, EvalMetric> metrics(Scope scope, Node logits, Loss.Reduction usual) {
    Node weights = weights(scope, counted(scope, logits));
    Node labels = labels(scope);
    Node rows = asRows(logits);
    Map<String, EvalMetric> metrics = new LinkedHashMap<>();
    metrics.put(
        options().key("average_loss"),
        EvalMetric.mean(step().unweightedLoss(labels, rows)).withWeights(weights));
    step().measure(labels, rows, weights, metrics);
    return metrics;
  }

  @Override
  public Map<String, Node> predictions(Scope scope, Node logits) {
    Map<String, Node> predictions = new LinkedHashMap<>(each.predictions(scope, logits));
    predictions.put(maskKey, mask(scope, logits).cast(DType.INT32));
    return predictions;
  }

  @Override
  public Map<String, Tensor> finish(Map<String, Tensor> numbers) {
    Map<String, Tensor> flat = new LinkedHashMap<>(numbers);
    Tensor mask = flat.remove(maskKey);
    if (mask == null) {
      return numbers;
    }
    int rows = mask.shape().dim(0);
    int steps = mask.shape().dim(1);
    flat.replaceAll(
        (_, t) -> t.reshape(t.shape().slice(2, t.shape().rank()).prepend(rows * steps)));
    Map<String, Tensor> predictions = new LinkedHashMap<>();
    each.finish(flat).forEach((key, t) -> predictions.put(key, t.reshape(stepsOf(t, rows, steps))));
    predictions.put(maskKey, mask);
    return predictions;
  }
}
