package dev.inlay.engine;

import dev.inlay.kernel.Right;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The memory of one run of one bound plan, apart from the workers' arenas. Grown, never shrunk. */
final class Memory {
  final Layout layout;
  private final float[][] floats;
  private final int[][] ints;
  private final float[][][] sums;
  private final List<Integer> factorInputs;
  private final float[][] factors;
  private final Right[] rights;
  private Object[] inputArrays = {};
  private int[] inputStarts = {};
  private boolean ofLoop;
  private int rows;
  private long key;

  Memory(Layout layout, int levels, List<Integer> factorInputs, int rights) {
    this.rights = Stream.generate(Right::new).limit(rights).toArray(Right[]::new);
    this.factorInputs = factorInputs;
    this.factors = new float[factorInputs.size()][0];
    this.layout = layout;
    this.floats = new float[layout.stored().length][0];
    this.ints = new int[layout.stored().length][0];
    this.sums = new float[levels][0][];
  }

  /** Makes room for a batch. */
  void fit(Value[] inputs, int rows, long key, int shards) {
    if (inputArrays.length != inputs.length) {
      inputArrays = new Object[inputs.length];
      inputStarts = new int[inputs.length];
    }
    for (int i = 0; i < inputs.length; i++) {
      inputArrays[i] =
          switch (inputs[i]) {
            case Tensor.FloatTensor t -> t.data();
            case Tensor.IntTensor t -> t.data();
            case Value other -> other;
          };
    }
    fit(rows, key, shards);
  }

  /** Makes room for the rows of a loop, whose inputs are placed. */
  void fitLoop(int inputs, int rows) {
    ofLoop = true;
    if (inputArrays.length != inputs) {
      inputArrays = new Object[inputs];
      inputStarts = new int[inputs];
    }
    fit(rows, 0, 1);
  }

  /** Says where the values of a loop's input are. */
  void place(int input, Object array, int start) {
    inputArrays[input] = array;
    inputStarts[input] = start;
  }

  /** Turns to another step of a loop. */
  void turnTo(long key) {
    this.key = key;
  }

  private void fit(int rows, long key, int shards) {
    this.rows = rows;
    this.key = key;
    for (Buffer b : layout.stored()) {
      int length = b.rows ? Math.multiplyExact(b.size, rows) : b.size;
      if (b.ints && ints[b.index].length < length) {
        ints[b.index] = new int[length];
      } else if (!b.ints && floats[b.index].length < length) {
        floats[b.index] = new float[length];
      }
    }
    for (int i = 0; i < factors.length; i++) {
      int values = ((Ragged) inputArrays[factorInputs.get(i)]).values().shape().dim(0);
      if (factors[i].length < values) {
        factors[i] = new float[values];
      }
    }
    for (int level = 0; level < sums.length; level++) {
      int have = sums[level].length;
      if (have < shards) {
        sums[level] = Arrays.copyOf(sums[level], shards);
        for (int s = have; s < shards; s++) {
          sums[level][s] = new float[layout.sumFloats(level)];
        }
      }
    }
  }

  /** The rows of the whole batch. */
  int rows() {
    return rows;
  }

  /** What random numbers depend on. */
  long key() {
    return key;
  }

  float[] floats(Buffer b) {
    return floats[b.index];
  }

  int[] ints(Buffer b) {
    return ints[b.index];
  }

  /** A shard's sums of a level. */
  float[] sums(int level, int shard) {
    return sums[level][shard];
  }

  /** All shards' sums of a level. */
  float[][] sums(int level) {
    return sums[level];
  }

  float[] factors(int index) {
    return factors[index];
  }

  /** A right matrix that all shards use. */
  Right right(int index) {
    return rights[index];
  }

  /** The array of an input's numbers; of rows of different lengths, these. */
  Object inputArray(int index) {
    return inputArrays[index];
  }

  /** Where in its array an input begins. */
  int inputStart(int index) {
    return inputStarts[index];
  }

  /** Whether this is a loop's body, which is run many times with the same weights. */
  boolean isOfLoop() {
    return ofLoop;
  }
}
