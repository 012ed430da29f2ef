package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.data.Hasher;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Value;
import java.util.List;

/**
 * Categories by hash: TensorFlow's {@code categorical_column_with_hash_bucket}. The id is
 * FarmHash's Fingerprint64 of the text, or of a whole number in decimal, modulo the number of
 * buckets.
 *
 * @param key the feature
 * @param hashBucketSize how many ids there are
 * @param dtype what the feature holds: {@code STRING} or {@code INT64}
 */
public record HashBucketColumn(String key, int hashBucketSize, DType dtype)
    implements CategoricalColumn {
  public HashBucketColumn {
    Check.key(key);
    Check.atLeastOne(key, "hashBucketSize", hashBucketSize);
    if (dtype == DType.FLOAT32) {
      throw new IllegalArgumentException(
          "column \"%s\": hashes are of text (STRING) or whole numbers (INT64), not FLOAT32"
              .formatted(key));
    }
  }

  /** Of text. */
  public static HashBucketColumn of(String key, int hashBucketSize) {
    return new HashBucketColumn(key, hashBucketSize, DType.STRING);
  }

  public HashBucketColumn withDtype(DType dtype) {
    return new HashBucketColumn(key, hashBucketSize, dtype);
  }

  @Override
  public String name() {
    return key;
  }

  @Override
  public List<String> features() {
    return List.of(key);
  }

  @Override
  public int numBuckets() {
    return hashBucketSize;
  }

  @Override
  public SparseIds ids(Batch batch) {
    Value value = batch.feature(key);
    Check.sameKind(key, dtype, value);
    Cells cells = Cells.of(key, value);
    var hasher = new Hasher();
    return dtype == DType.STRING
        ? cells.textIds((text, _) -> (int) hasher.bucket(text, hashBucketSize))
        : cells.numberIds((number, _) -> (int) hasher.bucket(number, hashBucketSize));
  }
}
