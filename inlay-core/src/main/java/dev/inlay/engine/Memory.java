package dev.inlay.engine;

import dev.inlay.kernel.Right;
import dev.inlay.tensor.Ragged;
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
  private Value[] inputs = {};
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
    this.inputs = inputs;
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
      int values = ((Ragged) inputs[factorInputs.get(i)]).values().shape().dim(0);
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

  Value input(int index) {
    return inputs[index];
  }
}
