package dev.inlay.engine;

import dev.inlay.kernel.Fetch;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.Right;
import dev.inlay.kernel.RowSums;
import dev.inlay.kernel.Scratch;
import dev.inlay.tensor.Ragged;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a step sees of a run: the shard's rows, and the arrays behind its views. Each worker of a
 * run has one, with an arena of its own.
 */
final class Frame {
  /** Rows of a table that are fetched together: about as many as the memory serves at a time. */
  static final int AT_ONCE = 16;

  final Memory memory;
  final Kernels kernels;
  final Scratch scratch = new Scratch();
  final Cursor cursor = new Cursor();

  /** The first row, counted in the batch. */
  int row;

  /** How many rows. */
  int rows;

  /** How many rows of a batch stand before those of the run's memory: in the body of a loop. */
  long before;

  private int shard;
  private int capacity;
  private float[] arena = {};
  private int[] intArena = {};
  private @Nullable RowSums sums;
  private float[][] slots = {};
  private final int[] rowNumbers = new int[AT_ONCE];

  /** What {@link #touch} has read: not for use, but the JIT must not find that out. */
  float touched;

  private final float[][] spares = {{}, {}, {}};
  private final Right[] rights = {new Right(), new Right()};

  private @Nullable Body[] bodies = {};

  Frame(Memory memory, Kernels kernels) {
    this.memory = memory;
    this.kernels = kernels;
  }

  /** Turns to a shard; arenas are laid out for {@code capacity} rows. */
  void turnTo(int shard, int row, int rows, int capacity) {
    this.shard = shard;
    this.row = row;
    this.rows = rows;
    this.capacity = capacity;
    int floats = Math.multiplyExact(memory.layout.arenaFloats(), capacity);
    if (arena.length < floats) {
      arena = new float[floats];
    }
    int ints = Math.multiplyExact(memory.layout.arenaInts(), capacity);
    if (intArena.length < ints) {
      intArena = new int[ints];
    }
  }

  /** Whether a right matrix is used once only: one shard is the whole batch, and no loop's. */
  boolean isOneShard() {
    return memory.rows() <= capacity && !memory.isOfLoop();
  }

  /** This worker's own memory for a body of a loop. */
  Body body(int number, Bound bound) {
    if (bodies.length <= number) {
      bodies = Arrays.copyOf(bodies, number + 1);
    }
    Body body = bodies[number];
    if (body == null) {
      body = new Body(bound, kernels);
      bodies[number] = body;
    }
    return body;
  }

  /** Turns to the shard of another frame. */
  void turnTo(Frame other) {
    turnTo(other.shard, other.row, other.rows, other.capacity);
  }

  /** Adds rows up by id. */
  RowSums sums() {
    if (sums == null) {
      sums = new RowSums(kernels.lookups());
    }
    return sums;
  }

  /** An array to hold the arrays of so many slots. */
  float[][] slots(int count) {
    if (slots.length != count) {
      slots = new float[count][];
    }
    return slots;
  }

  /**
   * The arrays in which an entry's slots of a chunk's rows lie; good until the next are asked for.
   */
  float[][] slots(Slots.Entry entry, int chunk) {
    float[][] arrays = slots(entry.slots().size());
    entry.chunks(chunk, arrays);
    return arrays;
  }

  /** Room for the numbers of rows that are fetched together. */
  int[] rowNumbers() {
    return rowNumbers;
  }

  /**
   * {@link Fetch}es some rows with their slots.
   *
   * @param rows their numbers, of which those from {@code from} to below {@code to} count
   */
  void touch(Slots.Entry entry, int[] rows, int from, int to) {
    float sum = Fetch.touch(entry.variable().values(), rows, from, to - from);
    for (int s = 0; s < entry.slots().size(); s++) {
      sum += Fetch.touch(entry.slots().get(s), rows, from, to - from);
    }
    // Once, not for each row: the frames of other threads may lie in the same cache line.
    touched = sum;
  }

  /** One of a few arrays for a step's own use, of at least this length; what it holds is old. */
  float[] spare(int which, int length) {
    if (spares[which].length < length) {
      spares[which] = new float[length];
    }
    return spares[which];
  }

  /** One of a few right matrices for a step's own products. */
  Right right(int which) {
    return rights[which];
  }

  /** The array in which a view lies. */
  float[] floats(View view) {
    Buffer b = view.buffer();
    return switch (b.home) {
      case ARENA -> arena;
      case STORE -> memory.floats(b);
      case PARTIAL -> memory.sums(b.index, shard);
      case SUMMED -> memory.sums(b.index, 0);
      case INPUT -> (float[]) memory.inputArray(b.index);
      case FIXED -> (float[]) Objects.requireNonNull(b.source);
    };
  }

  /** The array in which a view of integers lies. */
  int[] ints(View view) {
    Buffer b = view.buffer();
    return switch (b.home) {
      case ARENA -> intArena;
      case STORE -> memory.ints(b);
      case INPUT -> (int[]) memory.inputArray(b.index);
      case FIXED -> (int[]) Objects.requireNonNull(b.source);
      case PARTIAL, SUMMED -> throw new IllegalStateException("sums are floats");
    };
  }

  /** The array in which a weight that is held in 8 bits lies. */
  byte[] bytes(View view) {
    return (byte[]) Objects.requireNonNull(view.buffer().source);
  }

  /** The array in which a view of floats or of integers lies: to be copied only. */
  Object array(View view) {
    return view.buffer().ints ? ints(view) : floats(view);
  }

  /** Where a view's first element for this shard lies in its array. */
  int at(View view) {
    Buffer b = view.buffer();
    int first = view.offset();
    return switch (b.home) {
      case ARENA -> b.offset * capacity + first;
      case STORE -> b.rows ? row * b.size + first : first;
      case INPUT -> memory.inputStart(b.index) + (b.rows ? row * b.size + first : first);
      case PARTIAL, SUMMED -> b.offset + first;
      case FIXED -> first;
    };
  }

  /** How many pieces of {@link View#width} elements a view has in this shard. */
  int pieces(View view) {
    return view.rows() ? view.outer() * rows : view.outer();
  }

  /** How many elements a view has in this shard. */
  int size(View view) {
    return pieces(view) * view.width();
  }

  Ragged ragged(View view) {
    return (Ragged) memory.inputArray(view.buffer().index);
  }
}
