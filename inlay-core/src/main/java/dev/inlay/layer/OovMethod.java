package dev.inlay.layer;

/** Which of several ids an unknown number gets. Unknown texts get theirs by hash, always. */
public enum OovMethod {
  /** The number modulo the ids' count: uneven if the numbers have a factor in common with it. */
  FLOORMOD,
  /** The hash of its decimal digits, modulo the ids' count. */
  FARMHASH
}
