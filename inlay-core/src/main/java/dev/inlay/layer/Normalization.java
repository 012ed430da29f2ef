package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers shifted and scaled to mean 0 and variance 1: Keras's {@code Normalization}, {@code (x -
 * mean) / max(√variance, 1e-7)}; inverted, {@code mean + x * max(√variance, 1e-7)}. Each place
 * along the axes that are kept has a mean and a variance of its own, given or learned. The variance
 * is that of the numbers seen: divided by their count. A column of numbers {@code [rows]} has one
 * mean; Keras keeps one for each row of it then, unless it is told {@code axis=None}.
 *
 * @param axis the axes that are kept, negative ones from the end; none for one mean of everything
 * @param mean of the lengths of the kept axes or of some of the last of them; null before the layer
 *     is adapted
 * @param variance of the mean's shape
 * @param invert whether normalized numbers are turned back
 */
public record Normalization(
    List<Integer> axis, @Nullable FloatTensor mean, @Nullable FloatTensor variance, boolean invert)
    implements Adaptable<Normalization> {
  /** Keras's {@code backend.epsilon()}: constant columns are divided by this. */
  private static final float EPSILON = 1e-7f;

  public Normalization {
    axis = List.copyOf(axis);
    if ((mean == null) != (variance == null)) {
      throw new IllegalArgumentException("give both, mean and variance, or neither");
    }
    if (mean != null && variance != null && !mean.shape().equals(variance.shape())) {
      throw new IllegalArgumentException(
          "mean has shape %s and variance %s; give one of each for each place"
              .formatted(mean.shape(), variance.shape()));
    }
    if (mean != null
        && mean.shape().rank() > axis.size()
        && !(mean.shape().rank() == 1 && mean.data().length == 1)) {
      throw new IllegalArgumentException(
          "a mean of shape %s for axes %s; it has at most as many axes as are kept"
              .formatted(mean.shape(), axis));
    }
  }

  /** Each place along the last axis has a mean of its own. */
  public static Normalization of() {
    return new Normalization(List.of(-1), null, null, false);
  }

  /** Keeps these axes; without any, everything has one mean. */
  public Normalization withAxis(Integer... axis) {
    return new Normalization(List.of(axis), mean, variance, invert);
  }

  /** One mean and variance for all. */
  public Normalization withMeanAndVariance(float mean, float variance) {
    return withMeanAndVariance(Tensor.scalar(mean), Tensor.scalar(variance));
  }

  public Normalization withMeanAndVariance(FloatTensor mean, FloatTensor variance) {
    return new Normalization(axis, mean, variance, invert);
  }

  public Normalization withInvert(boolean invert) {
    return new Normalization(axis, mean, variance, invert);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public boolean isAdapted() {
    return mean != null;
  }

  @Override
  public Adaptation<Normalization> adaptation() {
    return new Moments();
  }

  /** Means and squared deviations from them, merged batch by batch (Chan et al. 1979). */
  private final class Moments implements Adaptation<Normalization> {
    private Shape shape = Shape.SCALAR;
    private double[] means = {};
    private double[] squares = {};
    private long count;

    @Override
    public void add(Value values) {
      if (!(values instanceof Tensor given)) {
        throw new IllegalArgumentException(
            "rows of different lengths have no mean at each place; pad them first");
      }
      boolean column = given.shape().rank() == 1 && axis.equals(List.of(-1));
      Tensor tensor = column ? given.reshape(given.shape().append(1)) : given;
      int rank = tensor.shape().rank();
      int[] kept = kept(rank);
      Shape keptShape = Shape.of(Arrays.stream(kept).map(tensor.shape()::dim).toArray());
      if (count == 0) {
        shape = keptShape;
        means = new double[shape.intSize()];
        squares = new double[means.length];
      } else if (!keptShape.equals(shape)) {
        throw new IllegalArgumentException(
            "a batch of shape %s after others whose kept axes have lengths %s"
                .formatted(tensor.shape(), shape));
      }
      merge(tensor.toFloats().data(), places(tensor.shape(), kept));
    }

    private void merge(float[] numbers, int[] places) {
      if (means.length == 0 || numbers.length == 0) {
        return;
      }
      long n = numbers.length / means.length;
      double[] batchMeans = new double[means.length];
      for (int i = 0; i < numbers.length; i++) {
        batchMeans[places[i]] += numbers[i];
      }
      double[] batchSquares = new double[means.length];
      for (int j = 0; j < means.length; j++) {
        batchMeans[j] /= n;
        if (Double.isNaN(batchMeans[j])) {
          throw new IllegalArgumentException(
              "there is NaN among the numbers; leave missing ones out, or fill them in");
        }
      }
      for (int i = 0; i < numbers.length; i++) {
        double off = numbers[i] - batchMeans[places[i]];
        batchSquares[places[i]] += off * off;
      }
      double share = (double) n / (count + n);
      for (int j = 0; j < means.length; j++) {
        double off = batchMeans[j] - means[j];
        squares[j] += batchSquares[j] + off * off * count * share;
        means[j] += off * share;
      }
      count += n;
    }

    @Override
    public Normalization layer() {
      if (count == 0) {
        throw new IllegalArgumentException("the data has no numbers to take the mean of");
      }
      float[] mean = new float[means.length];
      float[] variance = new float[means.length];
      for (int j = 0; j < mean.length; j++) {
        mean[j] = (float) means[j];
        variance[j] = (float) (squares[j] / count);
      }
      return withMeanAndVariance(Tensor.of(shape, mean), Tensor.of(shape, variance));
    }
  }

  /** The axes that are kept, from 0 on, in order. */
  private int[] kept(int rank) {
    int[] kept = new int[axis.size()];
    for (int i = 0; i < kept.length; i++) {
      int a = axis.get(i);
      if (a < -rank || a >= rank) {
        throw new IllegalArgumentException(
            "axis %d of values with %d axes; axes run from %d to %d"
                .formatted(a, rank, -rank, rank - 1));
      }
      kept[i] = a < 0 ? a + rank : a;
    }
    Arrays.sort(kept);
    return kept;
  }

  /** For each element, which of the means is its own. */
  private static int[] places(Shape shape, int[] kept) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int i = kept.length - 1; i >= 0; i--) {
      strides[kept[i]] = stride;
      stride *= shape.dim(kept[i]);
    }
    int[] places = new int[shape.intSize()];
    int block = 1;
    for (int a = shape.rank() - 1; a >= 0; a--) {
      for (int i = 0; i < places.length; i++) {
        places[i] += i / block % shape.dim(a) * strides[a];
      }
      block *= shape.dim(a);
    }
    return places;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.one(inputs).cast(DType.FLOAT32);
    if (mean == null || variance == null) {
      throw new IllegalArgumentException(
          "has no mean yet; adapt it to data, or give it mean and variance");
    }
    float[] deviations = new float[variance.data().length];
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = Math.max((float) Math.sqrt(variance.data()[i]), EPSILON);
    }
    Node means = constant(x, mean);
    Node scale = constant(x, Tensor.of(variance.shape(), deviations));
    return invert ? means.add(x.mul(scale)) : x.sub(means).div(scale);
  }

  /** A number for each place, broadcast to the input: its axes are the last of those kept. */
  private Node constant(Node x, FloatTensor values) {
    if (values.data().length == 1) {
      return x.graph().constant(values.data()[0]);
    }
    int[] kept = kept(x.shape().rank());
    List<Integer> dims = new ArrayList<>();
    for (int a = 0; a < x.shape().rank(); a++) {
      dims.add(1);
    }
    for (int i = 1; i <= values.shape().rank(); i++) {
      int length = values.shape().dim(-i);
      int place = kept[kept.length - i];
      if (x.shape().dim(place) != Shape.UNKNOWN && x.shape().dim(place) != length && length != 1) {
        throw new IllegalArgumentException(
            "has means of shape %s for axes %s, got values of shape %s; adapt it to values of that shape, or to a single mean by withAxis()"
                .formatted(values.shape(), axis, x.shape()));
      }
      dims.set(place, length);
    }
    Shape shape = Shape.of(dims.stream().mapToInt(d -> d).toArray());
    return x.graph().constant(values.reshape(shape));
  }
}
