package dev.inlay.data;

/** Takes the cells of one column, from top to bottom. */
interface CellSink {
  /**
   * Takes a cell that is not missing.
   *
   * @throws BadCell if it can't
   */
  void add(char[] buffer, int offset, int length);

  /**
   * Takes a missing cell.
   *
   * @throws BadCell if it can't
   */
  void addMissing();
}
