package dev.inlay.tensor;

/** The type of a tensor's elements. Masks and truth values are {@code FLOAT32} zeros and ones. */
public enum DType {
  /** 32-bit IEEE floating point: activations, weights, masks. */
  FLOAT32,
  /** 32-bit integers: ids and class labels; the only integers that a graph computes with. */
  INT32,
  /** 8-bit integers: weights that are held so, to be looked up, multiplied by, or cast. */
  INT8,
  /** 64-bit integers: raw ids and hashes, on the data side only. */
  INT64,
  /** Text, on the data side only. */
  STRING;

  /** Whether elements are whole numbers. */
  public boolean isInteger() {
    return this == INT32 || this == INT64 || this == INT8;
  }
}
