package dev.inlay.feature;

/** A feature that is crossed as it stands in the data: text or whole numbers. */
public record RawKey(String name) implements CrossKey {
  public RawKey {
    Check.key(name);
  }
}
