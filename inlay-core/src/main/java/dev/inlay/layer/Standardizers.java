package dev.inlay.layer;

/**
 * Keras's ways to standardize texts. As there, only the letters A to Z are lowered and only ASCII's
 * punctuation is removed: {@code Éa!} becomes {@code Éa}.
 */
public enum Standardizers implements Standardizer {
  /** Nothing. */
  NONE(false, false),
  /** {@code A} to {@code Z} become small. */
  LOWER(true, false),
  /** {@code !"#$%&()*+,-./:;<=>?@[\]^_`{|}~'} go. */
  STRIP_PUNCTUATION(false, true),
  /** Both. */
  LOWER_AND_STRIP_PUNCTUATION(true, true);

  private final boolean lowers;
  private final boolean strips;

  Standardizers(boolean lowers, boolean strips) {
    this.lowers = lowers;
    this.strips = strips;
  }

  @Override
  public String apply(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean goes = strips && isPunctuation(c);
      boolean sinks = lowers && 'A' <= c && c <= 'Z';
      if (out == null && (goes || sinks)) {
        out = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (out != null && !goes) {
        out.append(sinks ? (char) (c - 'A' + 'a') : c);
      }
    }
    return out == null ? text : out.toString();
  }

  private static boolean isPunctuation(char c) {
    return ('!' <= c && c <= '/')
        || (':' <= c && c <= '@')
        || ('[' <= c && c <= '`')
        || ('{' <= c && c <= '~');
  }
}
