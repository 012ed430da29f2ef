package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;

/** Where the elements of an array lie. */
interface Storage {
  /** Takes a run of elements. */
  @FunctionalInterface
  interface Taker {
    /**
     * Takes elements.
     *
     * @param first the place of the first of them, counted through all axes from 0
     * @param count how many
     * @param bytes stands at the first
     */
    void take(long first, int count, ByteBuffer bytes);
  }

  /** Hands over all elements, in runs. */
  void each(Taker taker);

  /** All elements in one piece of the file. */
  record Contiguous(ByteSource source, long address, long count, int elementSize)
      implements Storage {
    private static final int BLOCK = 1 << 16;

    @Override
    public void each(Taker taker) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      int most = BLOCK / elementSize;
      for (long done = 0; done < count; done += most) {
        int n = (int) Math.min(most, count - done);
        block.clear().limit(n * elementSize);
        source.fill(address + done * elementSize, block);
        taker.take(done, n, block.flip());
      }
    }
  }

  /** Few elements, within the array's header. */
  record Compact(ByteBuffer bytes, int count) implements Storage {
    @Override
    public void each(Taker taker) {
      taker.take(0, count, bytes.duplicate());
    }
  }
}
