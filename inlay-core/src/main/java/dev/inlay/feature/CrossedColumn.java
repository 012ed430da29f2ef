package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.data.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Each combination of values as a category, by hash: TensorFlow's {@code crossed_column}. A row
 * with several values in some of its keys has each of their combinations; a row that lacks a value
 * of one key has none. Missing values of a feature that is crossed raw, {@code ""} and -1, are
 * crossed like others, as TensorFlow does.
 *
 * @param keys what is crossed; crosses among them count as their own keys
 * @param hashBucketSize how many ids there are
 * @param hashKey where the hash begins
 */
public record CrossedColumn(List<CrossKey> keys, int hashBucketSize, long hashKey)
    implements CategoricalColumn, CrossKey {
  public CrossedColumn {
    keys = List.copyOf(keys);
    if (keys.size() < 2) {
      throw new IllegalArgumentException("a cross has two keys or more, got " + keys);
    }
    Check.atLeastOne(name(keys), "hashBucketSize", hashBucketSize);
    for (CrossKey key : keys) {
      CategoricalColumn inner =
          switch (key) {
            case OptionalColumn c -> c.categorical();
            case TextColumn c -> c.categorical();
            case CrossKey _ -> null;
          };
      if (inner instanceof HashBucketColumn || inner instanceof CrossedColumn) {
        throw new IllegalArgumentException(
            "column \"%s\": \"%s\" is hashed already; cross the feature itself"
                .formatted(name(keys), key.name()));
      }
    }
  }

  public static CrossedColumn of(int hashBucketSize, List<? extends CrossKey> keys) {
    return new CrossedColumn(List.copyOf(keys), hashBucketSize, Fingerprint.CROSS_KEY);
  }

  /** With another start of the hash, so that other values collide. */
  public CrossedColumn withHashKey(long hashKey) {
    return new CrossedColumn(keys, hashBucketSize, hashKey);
  }

  @Override
  public String name() {
    return name(keys);
  }

  private static String name(List<CrossKey> keys) {
    return leaves(keys).stream().map(CrossKey::name).sorted().collect(Collectors.joining("_X_"));
  }

  @Override
  public List<String> features() {
    return leaves(keys).stream()
        .flatMap(
            leaf ->
                switch (leaf) {
                  case RawKey raw -> List.of(raw.name()).stream();
                  case FeatureColumn column -> column.features().stream();
                })
        .distinct()
        .toList();
  }

  @Override
  public int numBuckets() {
    return hashBucketSize;
  }

  @Override
  public SparseIds ids(Batch batch) {
    CrossInput.Hashes hashes = hashes(batch);
    int[] ids = new int[hashes.values().length];
    int[] positions = new int[ids.length];
    int[] splits = hashes.splits();
    for (int row = 0; row < splits.length - 1; row++) {
      for (int i = splits[row]; i < splits[row + 1]; i++) {
        ids[i] = (int) Long.remainderUnsigned(hashes.values()[i], hashBucketSize);
        positions[i] = i - splits[row];
      }
    }
    return new SparseIds(splits, positions, ids, hashes.width());
  }

  /** All combinations of a batch's rows. */
  CrossInput.Hashes hashes(Batch batch) {
    // TensorFlow crosses sparse inputs before dense ones, each in the order of the keys.
    var sparse = new ArrayList<CrossInput>();
    var dense = new ArrayList<CrossInput>();
    for (CrossKey leaf : leaves(keys)) {
      CrossInput input = CrossInput.of(leaf, batch);
      (input.dense() ? dense : sparse).add(input);
    }
    sparse.addAll(dense);
    return CrossInput.product(name(), sparse, hashKey);
  }

  private static List<CrossKey> leaves(List<CrossKey> keys) {
    var leaves = new ArrayList<CrossKey>();
    for (CrossKey key : keys) {
      switch (key) {
        case CrossedColumn cross -> leaves.addAll(leaves(cross.keys));
        case RawKey _,
            IdentityColumn _,
            VocabularyColumn _,
            BucketizedColumn _,
            OptionalColumn _,
            TimeColumn _,
            TextColumn _ ->
            leaves.add(key);
      }
    }
    return leaves;
  }
}
