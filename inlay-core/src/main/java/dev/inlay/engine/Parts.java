package dev.inlay.engine;

import dev.inlay.tensor.Table;

/**
 * The numbered parts of a task that are several owners': each has some that follow each other. Used
 * again for each step, so that it makes no garbage.
 */
final class Parts {
  /** Floats of a variable that one part moves, about. */
  private static final int BLOCK = 1 << 14;

  /** For each owner the number of its first part; then that of all. */
  private final int[] first;

  private int owners;
  private long floats;

  /**
   * @param most owners that there may be
   */
  Parts(int most) {
    this.first = new int[most + 1];
  }

  /** How many floats of a dense variable, or of all of a table, one part moves: whole rows. */
  static int block(Table table) {
    int width = Math.max(1, table.width());
    return width * Math.max(1, BLOCK / width);
  }

  /** Begins anew, without owners. */
  void clear() {
    owners = 0;
    floats = 0;
  }

  /**
   * Gives the next owner its parts.
   *
   * @param count how many; 0 for none
   * @param size about how many floats they move in all
   */
  void add(int count, long size) {
    first[owners + 1] = first[owners] + count;
    owners++;
    floats += size;
  }

  /** How many parts there are in all. */
  int count() {
    return first[owners];
  }

  /** About how many floats all parts move. */
  long floats() {
    return floats;
  }

  /** Whose a part is, by the order in which owners were added. */
  int owner(int part) {
    int owner = 0;
    while (part >= first[owner + 1]) {
      owner++;
    }
    return owner;
  }

  /** The number of an owner's first part. */
  int first(int owner) {
    return first[owner];
  }

  /** How many parts an owner has. */
  int count(int owner) {
    return first[owner + 1] - first[owner];
  }
}
