package dev.inlay.feature;

/**
 * The ids of a batch's texts, each asked for once while it comes as the same object, as texts do
 * that were read from a file: sources hold a column's texts once. To compare two objects takes a
 * sixth of the time of comparing two texts.
 */
final class TextIds {
  /** More places would leave the processor's first cache. */
  private static final int MOST = 1 << 10;

  /** What a text's id is; equal texts have the same. */
  @FunctionalInterface
  interface Source {
    int of(String text, int row);
  }

  private final Source source;
  private final String[] texts;
  private final int[] ids;

  /**
   * @param cells about how many will be asked for
   */
  TextIds(Source source, int cells) {
    this.source = source;
    // A power of two, so that a hash's lowest bits are a place.
    int places = Integer.highestOneBit(Math.clamp(cells, 1, MOST));
    this.texts = new String[places];
    this.ids = new int[places];
  }

  /**
   * A text's id.
   *
   * @param row for messages
   */
  @SuppressWarnings("ReferenceEquality") // for another object of the same text it is asked again
  int of(String text, int row) {
    int place = text.hashCode() & (texts.length - 1);
    if (texts[place] != text) {
      ids[place] = source.of(text, row);
      texts[place] = text;
    }
    return ids[place];
  }
}
