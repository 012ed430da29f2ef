package dev.inlay.train;

/** Which way a number that is watched gets better. */
public enum Mode {
  /** As the metric says that the number comes from; losses fall. */
  AUTO,
  /** It falls. */
  MIN,
  /** It rises. */
  MAX
}
