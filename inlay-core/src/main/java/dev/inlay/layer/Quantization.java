package dev.inlay.layer;

/**
 * How weights become whole numbers of few bits, by Keras's schemes. A row of whole numbers has a
 * scale, of which they are multiples: what the largest absolute value of the row is, divided by
 * what the bits hold.
 *
 * @param bits 8 for numbers from -127 to 127, 4 for -8 to 7; one of either takes a byte here
 * @param blockSize if it isn't 0, so many numbers that are summed have a scale of their own, and a
 *     number that stands for zero; else all of them have one
 * @param roundsInputs whether a product's inputs are rounded too, each row by its largest absolute
 *     value; else they stay floats
 */
public record Quantization(int bits, int blockSize, boolean roundsInputs) {
  /** Keras's {@code quantize("int8")}. */
  public static final Quantization INT8 = new Quantization(8, 0, true);

  /** Keras's {@code quantize("int4")}: the inputs of products stay floats. */
  public static final Quantization INT4 = new Quantization(4, 128, false);

  public Quantization {
    if (bits != 8 && bits != 4) {
      throw new IllegalArgumentException("weights are held in 8 bits or 4, not " + bits);
    }
    if (blockSize < 0 || (blockSize > 0 && (bits == 8 || roundsInputs))) {
      throw new IllegalArgumentException(
          "blocks of %d numbers of %d bits%s; Keras has blocks of 4 bits, with inputs of floats"
              .formatted(blockSize, bits, roundsInputs ? " and rounded inputs" : ""));
    }
  }

  public Quantization withBlockSize(int blockSize) {
    return new Quantization(bits, blockSize, roundsInputs);
  }

  public Quantization withRoundedInputs(boolean roundsInputs) {
    return new Quantization(bits, blockSize, roundsInputs);
  }

  /** The largest whole number. */
  int largest() {
    return bits == 8 ? 127 : 7;
  }

  /** The smallest one. */
  int smallest() {
    return bits == 8 ? -127 : -8;
  }

  /** How many blocks so many numbers make. */
  int blocks(int length) {
    return blockSize == 0 ? 1 : Math.ceilDiv(length, blockSize);
  }
}
