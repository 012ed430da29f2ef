package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers put into bins: Keras's {@code Discretization}. Boundaries {@code b0 < b1 < …} make bins
 * below b0, from b0 to below b1, and so on; NaN is in the last. They are given, or learned so that
 * about as many numbers fall into each of {@code numBins} bins.
 *
 * <p>Numbers that come with the data are put into bins on the data side, others by the model.
 *
 * @param binBoundaries rising; empty before the layer is adapted
 * @param numBins how many bins there shall be after it is adapted; 0 if boundaries were given
 * @param epsilon how exact learned quantiles are
 * @param outputMode all but {@code TF_IDF}
 */
public record Discretization(
    List<Float> binBoundaries, int numBins, double epsilon, OutputMode outputMode)
    implements Adaptable<Discretization> {
  public Discretization {
    binBoundaries = List.copyOf(binBoundaries);
    for (int i = 1; i < binBoundaries.size(); i++) {
      if (!(binBoundaries.get(i - 1) <= binBoundaries.get(i))) {
        throw new IllegalArgumentException("boundaries rise, these don't: " + binBoundaries);
      }
    }
    if (numBins < 0) {
      throw new IllegalArgumentException("numBins is %d; give 1 or more".formatted(numBins));
    }
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw new IllegalArgumentException(
          "epsilon is %s; it is above 0 and at most 1".formatted(epsilon));
    }
    if (outputMode == OutputMode.TF_IDF) {
      throw new IllegalArgumentException("bins have no TF_IDF; choose COUNT");
    }
  }

  /** So many bins, whose boundaries are to be learned with {@code adapt}. */
  public static Discretization of(int numBins) {
    if (numBins < 1) {
      throw new IllegalArgumentException("numBins is %d; give 1 or more".formatted(numBins));
    }
    return new Discretization(List.of(), numBins, 0.01, OutputMode.INT);
  }

  /** Bins between these boundaries. */
  public static Discretization withBoundaries(float... binBoundaries) {
    List<Float> boundaries = new ArrayList<>();
    for (float boundary : binBoundaries) {
      boundaries.add(boundary);
    }
    return withBoundaries(boundaries);
  }

  /** Bins between these boundaries. */
  public static Discretization withBoundaries(List<Float> binBoundaries) {
    if (binBoundaries.isEmpty()) {
      throw new IllegalArgumentException("no boundaries; give one or more, or a number of bins");
    }
    return new Discretization(binBoundaries, 0, 0.01, OutputMode.INT);
  }

  public Discretization withEpsilon(double epsilon) {
    return new Discretization(binBoundaries, numBins, epsilon, outputMode);
  }

  public Discretization withOutputMode(OutputMode outputMode) {
    return new Discretization(binBoundaries, numBins, epsilon, outputMode);
  }

  @Override
  public boolean isAdapted() {
    return !binBoundaries.isEmpty();
  }

  @Override
  public Adaptation<Discretization> adaptation() {
    if (numBins == 0) {
      throw new IllegalArgumentException(
          "the boundaries were given; to learn them, say how many bins there shall be");
    }
    return new Adaptation<>() {
      private QuantileSketch sketch = QuantileSketch.EMPTY;

      @Override
      public void add(Value values) {
        float[] numbers = RawValues.rows(values).values().toFloats().data();
        if (numbers.length > 0) {
          sketch = QuantileSketch.of(numbers, epsilon).merge(sketch, epsilon);
        }
      }

      @Override
      public Discretization layer() {
        List<Float> boundaries = new ArrayList<>();
        for (float boundary : sketch.boundaries(numBins)) {
          boundaries.add(boundary);
        }
        return new Discretization(boundaries, numBins, epsilon, outputMode);
      }
    };
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.one(inputs);
    if (numBins > 0 && binBoundaries.isEmpty()) {
      throw new IllegalArgumentException("has no boundaries yet; adapt it to data first");
    }
    Node bins =
        scope.isRaw(x)
            ? scope.encoded(
                RawValues.like(x, "bins", DType.INT32),
                raw -> RawValues.each(raw.getFirst(), this::bins),
                x)
            : bins(x.cast(DType.FLOAT32));
    return new CategoryOutput(outputMode, binBoundaries.size() + 1).of(scope, bins);
  }

  /** The number of boundaries that are not above. */
  private Node bins(Node x) {
    float[] boundaries = new float[binBoundaries.size()];
    for (int i = 0; i < boundaries.length; i++) {
      boundaries[i] = binBoundaries.get(i);
    }
    int[] dims = new int[x.shape().rank() + 1];
    dims[dims.length - 1] = 1;
    Node above = x.reshape(dims).less(x.graph().constant(Tensor.of(boundaries))).sum(-1);
    return above.mul(-1).add(boundaries.length).cast(DType.INT32);
  }

  private Tensor bins(Tensor values) {
    float[] numbers = values.toFloats().data();
    int[] bins = new int[numbers.length];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = bin(numbers[i]);
    }
    return Tensor.of(values.shape(), bins);
  }

  private int bin(float x) {
    int low = 0;
    int high = binBoundaries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (x < binBoundaries.get(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
