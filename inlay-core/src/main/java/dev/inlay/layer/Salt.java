package dev.inlay.layer;

/**
 * The key of SipHash: another salt makes other values collide.
 *
 * @param first the key's first half
 * @param second its second half
 */
public record Salt(long first, long second) {
  /** The same number for both halves, as Keras takes a single one. */
  public static Salt of(long salt) {
    return new Salt(salt, salt);
  }

  public static Salt of(long first, long second) {
    return new Salt(first, second);
  }
}
