package dev.inlay.train;

/** Which way a number that is watched gets better. */
public enum Mode {
  /** As its name tells: losses and errors fall, accuracies rise. */
  AUTO,
  /** It falls. */
  MIN,
  /** It rises. */
  MAX
}
