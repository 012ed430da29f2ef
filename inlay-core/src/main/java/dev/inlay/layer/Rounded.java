package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Storage;
import dev.inlay.tensor.Table;
import java.util.List;

/**
 * First values of what a weight is held as when it is rounded: its whole numbers, their scales, or
 * the numbers that stand for zero. They are those of the weight's own first values.
 *
 * <p>As Keras rounds, in 32 bits: without blocks the scale is {@code largest / (max |x| + 1e-7)},
 * the number {@code round(x scale)}. In blocks the scale is {@code (max x - min x + 1e-7) / 15},
 * zero {@code round(-min x / scale) - 8}, the number {@code round(x / scale) + zero}.
 *
 * @param part which of the three
 * @param weight what is rounded
 * @param shape how its values are kept: as a matrix, or as they are
 * @param kept the axes of this shape that have a scale each, in the order in which scales are kept
 * @param how the scheme
 * @param blocksLast whether the blocks are the last axis of the scales, or the first
 */
record Rounded(
    Part part,
    WeightSpec weight,
    Shape shape,
    List<Integer> kept,
    Quantization how,
    boolean blocksLast)
    implements Initializer {
  enum Part {
    NUMBERS(""),
    SCALE("_scale"),
    ZERO("_zero");

    final String suffix;

    Part(String suffix) {
      this.suffix = suffix;
    }
  }

  private static final float EPSILON = 1e-7f;

  /** The steps between the largest and the smallest number of 4 bits. */
  private static final float STEPS = 15;

  /** The path of what is rounded. */
  String wholePath(String path) {
    return path.substring(0, path.length() - part.suffix.length());
  }

  /** First values of what is rounded. */
  private Table whole(String path, long key) {
    Variable whole = new Variable(path, weight.shape(), true);
    weight.initializer().fill(whole, key);
    return whole.values();
  }

  @Override
  public void fill(Variable variable, long key) {
    String path = variable.path();
    String whole = wholePath(path);
    round(whole(whole, key - path.hashCode() + whole.hashCode()), variable.storage());
  }

  /** The same for another part. */
  Rounded as(Part other) {
    return new Rounded(other, weight, shape, kept, how, blocksLast);
  }

  /**
   * The floats that whole numbers stand for.
   *
   * @param zeros what stands for zero in each block; not read if there are none
   */
  Table floats(Bytes numbers, Table scales, Table zeros) {
    var groups = new Groups();
    var floats = new Table(numbers.rows(), numbers.width());
    for (int row = 0; row < numbers.rows(); row++) {
      float[] chunk = floats.chunkOf(row);
      for (int i = 0; i < numbers.width(); i++) {
        int group = groups.of(row, i);
        float scale = scales.at(group / scales.width(), group % scales.width());
        float number = numbers.at(row, i);
        chunk[floats.offset(row) + i] =
            how.blockSize() == 0
                ? number / scale
                : (number - zeros.at(group / zeros.width(), group % zeros.width())) * scale;
      }
    }
    return floats;
  }

  /** Rounds values. */
  void round(Table weights, Storage to) {
    int width = Math.toIntExact(shape.size(1, shape.rank()));
    Table values =
        width == weights.width() ? weights : Table.of(shape.dim(0), width, weights.array());
    var groups = new Groups();
    float[] scales = new float[groups.count];
    float[] zeros = new float[groups.count];
    measure(values, groups, scales, zeros);
    switch (to) {
      case Bytes bytes -> round(values, groups, scales, zeros, bytes.array());
      case Table table ->
          table.write(0, Math.toIntExact(table.rows()), part == Part.SCALE ? scales : zeros, 0);
    }
  }

  /** Which scale each number has, by its row and its column. */
  private final class Groups {
    final int[] keptOfRow;
    final int[] keptOfColumn;
    final int[] summedOfRow;
    final int[] summedOfColumn;
    final int keptCount;
    final int summedCount;
    final int blocks;
    final int count;

    Groups() {
      int[] keptStrides = new int[shape.rank()];
      int stride = 1;
      for (int axis : kept.reversed()) {
        keptStrides[axis] = stride;
        stride *= shape.dim(axis);
      }
      keptCount = stride;
      int[] summedStrides = new int[shape.rank()];
      stride = 1;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        if (!kept.contains(axis)) {
          summedStrides[axis] = stride;
          stride *= shape.dim(axis);
        }
      }
      summedCount = stride;
      blocks = how.blocks(summedCount);
      count = blocks * keptCount;
      keptOfRow = places(shape.slice(0, 1), keptStrides, 0);
      keptOfColumn = places(shape.slice(1, shape.rank()), keptStrides, 1);
      summedOfRow = places(shape.slice(0, 1), summedStrides, 0);
      summedOfColumn = places(shape.slice(1, shape.rank()), summedStrides, 1);
    }

    private static int[] places(Shape shape, int[] strides, int first) {
      int[] places = new int[shape.intSize()];
      for (int i = 0; i < places.length; i++) {
        int rest = i;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
          places[i] += rest % shape.dim(axis) * strides[first + axis];
          rest /= shape.dim(axis);
        }
      }
      return places;
    }

    int of(int row, int column) {
      int place = keptOfRow[row] + keptOfColumn[column];
      if (blocks == 1) {
        return place;
      }
      int block = (summedOfRow[row] + summedOfColumn[column]) / how.blockSize();
      return blocksLast ? place * blocks + block : block * keptCount + place;
    }

    /** Whether a group is shorter than a block, so that Keras fills it up with zeros. */
    boolean isFilledUp(int group) {
      int block = blocksLast ? group % blocks : group / keptCount;
      return block == blocks - 1 && summedCount % how.blockSize() != 0;
    }
  }

  /** The scale of each group of numbers, and what stands for zero. */
  private void measure(Table values, Groups groups, float[] scales, float[] zeros) {
    float[] largest = new float[scales.length];
    float[] smallest = new float[scales.length];
    boolean inBlocks = how.blockSize() > 0;
    for (int i = 0; inBlocks && i < scales.length; i++) {
      if (!groups.isFilledUp(i)) {
        largest[i] = Float.NEGATIVE_INFINITY;
        smallest[i] = Float.POSITIVE_INFINITY;
      }
    }
    for (int row = 0; row < values.rows(); row++) {
      float[] chunk = values.chunkOf(row);
      int at = values.offset(row);
      for (int i = 0; i < values.width(); i++) {
        int group = groups.of(row, i);
        float x = inBlocks ? chunk[at + i] : Math.abs(chunk[at + i]);
        largest[group] = Math.max(largest[group], x);
        smallest[group] = Math.min(smallest[group], x);
      }
    }
    for (int i = 0; i < scales.length; i++) {
      if (inBlocks) {
        scales[i] = (largest[i] - smallest[i] + EPSILON) / STEPS;
        double zero = Math.rint(-smallest[i] / scales[i]) + how.smallest();
        zeros[i] = (float) Math.clamp(zero, how.smallest(), how.largest());
      } else {
        scales[i] = how.largest() / (largest[i] + EPSILON);
      }
    }
  }

  private void round(Table values, Groups groups, float[] scales, float[] zeros, byte[] numbers) {
    for (int row = 0; row < values.rows(); row++) {
      float[] chunk = values.chunkOf(row);
      int from = values.offset(row);
      int to = row * values.width();
      for (int i = 0; i < values.width(); i++) {
        int group = groups.of(row, i);
        float x = chunk[from + i];
        double number =
            how.blockSize() > 0
                ? Math.rint(x / scales[group]) + zeros[group]
                : Math.rint(x * scales[group]);
        numbers[to + i] = (byte) Math.clamp(number, how.smallest(), how.largest());
      }
    }
  }
}
