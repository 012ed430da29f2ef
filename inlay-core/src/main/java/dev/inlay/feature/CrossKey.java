package dev.inlay.feature;

/**
 * What a {@link CrossedColumn} may cross: a feature as it stands in the data, or the ids of a
 * column. Hashed columns are not among them, since hashing twice only makes more values collide:
 * cross the feature itself.
 */
public sealed interface CrossKey
    permits RawKey,
        IdentityColumn,
        VocabularyColumn,
        BucketizedColumn,
        CrossedColumn,
        OptionalColumn,
        TimeColumn,
        TextColumn {
  /** The name under which it is part of the cross' name. */
  String name();

  /** A feature as it stands in the data. */
  static RawKey raw(String feature) {
    return new RawKey(feature);
  }
}
